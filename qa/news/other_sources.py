"""Sources that were not read because an answer was sure already: which of their passages may hold another value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from index.records import Document, Hit
from qa.coverage import context, coverage
from qa.news.dates import ResolvedDate, dates_in, published_day
from qa.news.disagreements import SURE
from qa.news.quantities import Quantity, compare, quantities
from qa.news.same_matter import one_event
from qa.news.values import day, kind_compared, overlap, quantity
from qa.question import Question
from qa.records import Group

MOST_READ = 4  # passages
TINY = 1e-6  # for logarithms
NAMES_LESS = 0.34  # share of the question's names that may be missing there and stand where the answer does


def to_compare(
    question: Question, groups: Sequence[Group], unread: Sequence[Hit], document: Callable[[str], Document]
) -> list[Hit]:
    """The unread passages worth a look, those with the nearest values first: two values of one thing are near.

    Args:
        question: what was asked.
        groups: candidates that say the same thing, best group first.
        unread: passages that were retrieved and not read, best first.
        document: the stored document of an id.

    Returns:
        At most ``MOST_READ`` passages of documents that gave no value yet, on the same event, which hold a number in
        the unit of the answer, or a date, that differs from it; none for other kinds of question.
    """
    kind = kind_compared(question, groups)
    if kind not in ("number", "when"):
        return []
    best = groups[0].best
    value = quantity(best) if kind == "number" else day(best)
    if value is None:
        return []
    heard = {c.document.id for g in groups for c in g.candidates if c.reader_score >= SURE}
    least = coverage(question.names, context(best.document, best.hit.passage)) - NAMES_LESS
    found: list[tuple[float, int, Hit]] = []
    for rank, hit in enumerate(unread):
        if hit.passage.document_id in heard or hit.passage.kind == "furniture":
            continue
        source = document(hit.passage.document_id)
        if coverage(question.names, context(source, hit.passage)) < least:
            continue
        apart = _apart(value, hit, source)
        if apart is not None and one_event((best.hit.passage.text, best.document), (hit.passage.text, source)):
            found.append((apart, rank, hit))
    return [hit for _, _, hit in sorted(found, key=lambda f: f[:2])[:MOST_READ]]


def _apart(value: Quantity | ResolvedDate, hit: Hit, source: Document) -> float | None:
    """How far the nearest other value of the same kind in a passage is: the logarithm of a ratio, or days; None for
    no other value."""
    if isinstance(value, Quantity):
        mine = max(value.interval[1], TINY)
        others = [q for q in quantities(hit.passage.text) if compare(q, value) == "differs"]
        return min((abs(math.log(max(q.interval[1], TINY) / mine)) for q in others), default=None)
    days = [d for d in dates_in(hit.passage.text, published_day(source)) if not overlap(d, value)]
    return min((float(abs((d.first - value.first).days)) for d in days), default=None)
