"""Metrics, one family a module; pure functions of plain values, no input or output.

squad        exact match and F1, the official definition
contains     does a text hold an answer, as whole words
lists        set precision, recall and F1 for answers of several parts
ranking      recall@k, reciprocal rank, average precision, nDCG@k
citations    precision and recall of citations
refusal      precision and recall of refusals
selective    risk–coverage curve and the area under it
calibration  reliability bins and expected calibration error
crag         right +1, refused 0, wrong −1
spread       percentiles and bootstrap intervals
"""
