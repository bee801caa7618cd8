"""Citations: do the quotations hold the answer, and are the supporting documents cited?

After ALCE (Gao et al. 2023, arXiv:2305.14627), with one change: "supports" is not a model's opinion but that the
quotation holds an accepted answer and comes from a document that the gold question names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evals.metrics.contains import holds_any


def citation_precision(
    citations: Sequence[tuple[str, str]], answers: Sequence[str], supporting: Collection[str]
) -> float | None:
    """Share of the citations that hold an accepted answer and come from a supporting document, 0 to 1.

    Args:
        citations: pairs (document name, quotation).
        answers: accepted answers; with none only the document counts (an answer that is worked out stands nowhere).
        supporting: names of the documents that support the answer.

    Returns:
        None when nothing is cited: there is no share of nothing.
    """
    if not citations:
        return None
    good = sum(name in supporting and (not answers or holds_any(quote, answers)) for name, quote in citations)
    return good / len(citations)


def citation_recall(citations: Sequence[tuple[str, str]], supporting: Collection[str]) -> float | None:
    """Share of the supporting documents that are cited, 0 to 1; None when the question names none."""
    if not supporting:
        return None
    return len({name for name, _ in citations} & set(supporting)) / len(set(supporting))


def verbatim(quote: str, text: str, start: int, end: int) -> bool:
    """Whether a quotation is the document's text at its offsets, letter for letter, and not empty."""
    return bool(quote) and text[start:end] == quote
