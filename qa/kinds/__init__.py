"""Questions that one span cannot answer: parts, comparisons, time between, yes or no."""
