"""The parts of a list answer within one passage, from what the reader marked and from the lists the text itself makes.

The reader marks words; where a thing begins and ends, and what else stands beside it, the passage says better.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qa.coordination import Offsets, items, siblings
from qa.kinds.listing import Wanted

LESS_SURE = 0.01  # logits: a part that only its place in a list speaks for comes after those that were read
SEEDS = 12  # parts from which others in their lists are looked for
Scored = tuple[float, int, int]  # score, start, end: code points of the passage


def members(
    passage: str, marked: Sequence[Scored], spans: Sequence[Scored], wanted: Wanted, margin: float
) -> list[Scored]:
    """All parts of the answer, in text order.

    Args:
        passage: any text.
        marked: stretches that the reader takes for parts, in any order, none overlapping another.
        spans: what it takes for the whole answer or one of several, best first, none overlapping another; what fills
            up the number asked for must be at most ``margin`` behind the best of all.
        wanted: what the question's words say; where they name a number, no more parts than that.
        margin: logits behind the best within which a stretch counts.

    Returns:
        None where nothing is marked and the question's words do not ask for several.
    """
    if not marked and not (wanted.several and spans):
        return []
    best = max(score for score, _, _ in [*marked, *spans[:1]])
    near = [span for n, span in enumerate(spans) if span[0] >= best - margin and (not n or _touches(span, marked))]
    known = [(a, b) for _, a, b in marked]
    found = [(score, *item) for score, a, b in near for item in items(passage, a, b, known)]
    least = max((score for score, _, _ in marked), default=0.0) - margin
    found += [part for part in marked if part[0] >= least and not _touches(part, found)]
    found = _with_siblings(passage, found, {(a, b) for _, a, b in spans})
    if wanted.count:
        found = _counted(found, [span for span in spans if span[0] >= best - margin], wanted.count)
    return sorted(found, key=lambda part: part[1])


def _touches(part: Scored, others: Sequence[Scored]) -> bool:
    return any(part[1] < end and start < part[2] for _, start, end in others)


def _with_siblings(passage: str, found: Sequence[Scored], whole: Collection[Offsets]) -> list[Scored]:
    """With what stands in one list with each part, a little less sure than what was read.

    Where the list shows that a part is longer, the longer one counts, unless it is ``whole``: read by itself.
    """
    kept = list(found)
    done: set[Offsets] = set()  # parts whose list has been looked at
    for _, start, end in found[:SEEDS]:
        beside = [] if (start, end) in done else siblings(passage, start, end)
        done.update(beside)
        for a, b in beside:
            inside = [part for part in kept if a <= part[1] and part[2] <= b]
            if inside and not any(part[1:] in whole for part in inside):
                kept = [part for part in kept if part not in inside] + [(max(p[0] for p in inside), a, b)]
            elif not inside and not _touches((0.0, a, b), kept):
                kept.append((min(part[0] for part in found) - LESS_SURE, a, b))
    return kept


def _counted(found: Sequence[Scored], spans: Sequence[Scored], count: int) -> list[Scored]:
    """As many parts as were asked for: the surest, and further answers of the reader where there are too few."""
    kept = sorted(found, key=lambda part: -part[0])[:count]
    for span in spans:
        if len(kept) < count and not _touches(span, kept):
            kept.append(span)
    return kept
