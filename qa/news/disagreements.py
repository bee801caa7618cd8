"""When sources, or versions of one, give different values for the same question: who says what, and how they relate.

Each other source has one value, the one that the reader holds surest there. It conflicts with the answer only when the
reader is sure of both, both sentences are about what was asked (:mod:`qa.news.same_matter`), and the values cannot
both be right (:mod:`qa.news.values`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from index.records import Citation
from qa.news.dates import ResolvedDate
from qa.news.quantities import Quantity
from qa.news.same_matter import same_matter
from qa.news.values import CUMULATIVE, day, differ, in_figures, kind_compared, quantity, value_of
from qa.news.versions import Families, supersedes
from qa.news.witnesses import page, sentence_of
from qa.question import Kind, Question
from qa.records import Candidate, Disagreement, Group, Relation

SURE = 1.0  # logits by which the reader must hold both values for answers rather than none
REACH = 12.0  # logits, all evidence counted, that another source's value may be behind the answer
NEAR = 8.0  # the same for a newer version's value that takes the answer's place
MOST = 3  # values shown


def disagreements(
    question: Question,
    groups: Sequence[Group],
    families: Families,
    cite: Callable[[Candidate], Citation],
    further: Sequence[Candidate] = (),
) -> list[Disagreement]:
    """The other values for a question, surest first.

    Args:
        question: what was asked; only numbers, dates and persons are compared.
        groups: candidates that say the same thing, best group first.
        families: which documents are versions of one another.
        cite: makes the quotation of a candidate.
        further: candidates of sources that were read only to be compared.

    Returns:
        At most ``MOST`` values that conflict with the best group's; empty for no groups or other kinds of question.
    """
    kind = kind_compared(question, groups)
    if kind is None:
        return []
    found: list[Disagreement] = []
    shown = [groups[0].best]
    for candidate in conflicting(question, groups, families, further)[:MOST]:
        shown.append(candidate)
        found.append(_disagreement(kind, groups[0], shown, families, cite))
    return found


def conflicting(
    question: Question, groups: Sequence[Group], families: Families, further: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The other sources' values that conflict with the best group's and with one another, surest first."""
    kind = kind_compared(question, groups)
    if kind is None:
        return []
    best, found = groups[0], list[Candidate]()
    everything = [c for g in groups for c in g.candidates] + list(further)
    for candidate in _own_values(everything):
        new = all(differ(kind, candidate, c) for c in found)
        if new and _against(question, kind, best, candidate, families):
            found.append(candidate)
    return found


def without_conflicting(question: Question, groups: Sequence[Group], families: Families) -> list[Group]:
    """The groups but for those whose value would be shown beside the best's: they say as much as it does that the
    question is answered."""
    others = {id(c) for c in conflicting(question, groups, families)}
    return [g for g in groups if not any(id(c) in others for c in g.candidates)]


def newest_first(question: Question, groups: Sequence[Group], families: Families) -> list[Group]:
    """The groups with the newer version's value first, where the best is an older version's that it contradicts."""
    if not groups or not families.superseded(groups[0].best.document.id):
        return list(groups)
    kind = kind_compared(question, groups)
    if kind is None:
        return list(groups)
    best = groups[0].best
    if any(not families.superseded(c.document.id) and c.reader_score > 0 for c in groups[0].candidates):
        return list(groups)
    for other in groups[1:]:
        candidate = other.best
        newer = _same_family(best, candidate, families) and not families.superseded(candidate.document.id)
        near = newer and candidate.score > best.score - NEAR
        if near and _conflict(question, kind, best, candidate):
            return [other, *(g for g in groups if g is not other)]
    return list(groups)


def _own_values(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The surest candidate of each document, the surest first."""
    own: dict[str, Candidate] = {}
    for candidate in candidates:
        held = own.setdefault(candidate.document.id, candidate)
        if candidate.reader_score > held.reader_score:
            own[candidate.document.id] = candidate
    return sorted(own.values(), key=lambda c: (-c.reader_score, c.document.id, c.start))


def _against(question: Question, kind: Kind, best: Group, other: Candidate, families: Families) -> bool:
    """Whether another source's value contradicts the best group."""
    if other.score < best.best.score - REACH:
        return False
    for same in best.candidates:
        own = same.reader_score > 0 and _family(same, families) == _family(other, families)
        if own and same.reader_score > other.reader_score - SURE and not _same_family(same, other, families):
            return False  # the same source, or a copy of it, gives the answer too
    return _conflict(question, kind, best.best, other)


def _conflict(question: Question, kind: Kind, a: Candidate, b: Candidate) -> bool:
    """Whether two candidates, both strongly held, give values of one thing that cannot both be right."""
    if min(a.reader_score, b.reader_score) < SURE or a.document.id == b.document.id:
        return False
    return differ(kind, a, b) and same_matter(question, kind, a, b)


def _disagreement(
    kind: Kind,
    best: Group,
    shown: Sequence[Candidate],
    families: Families,
    cite: Callable[[Candidate], Citation],
) -> Disagreement:
    """The last of the values shown, as it stands to another version of its article if there is one, or the first."""
    *before, other = shown
    sure = [c for c in best.candidates if c.reader_score > 0 and families.superseded(other.document.id)]
    against = next((c for c in [*before, *sure] if _same_family(c, other, families)), before[0])
    citation = cite(other)
    return Disagreement(
        value=value_of(other),
        citation=citation,
        relation=relation(kind, against, other, families),
        who=citation.publisher or citation.title,
        as_of=citation.published,
    )


def relation(kind: Kind, a: Candidate, b: Candidate, families: Families) -> Relation:
    """How two conflicting values relate: a version or a later report replaces the other, or they differ."""
    if kind == "when":
        mine_day, other_day = day(a), day(b)
        if mine_day and other_day and _perhaps_zones(mine_day, other_day):
            return "may not be comparable"  # a weekday counted from the report's date may be another zone's day
    if _same_family(a, b, families):
        return "corrected later"
    if kind == "number":
        mine, theirs = quantity(a), quantity(b)
        if mine and theirs and _rises((a, mine), (b, theirs)):
            return "corrected later"
    return "differs"


def _perhaps_zones(a: ResolvedDate, b: ResolvedDate) -> bool:
    """Whether two days, one of them named by its weekday or the like, are next to each other."""
    apart = max((b.first - a.last).days, (a.first - b.last).days)
    return apart == 1 and not (in_figures(a) and in_figures(b))


def _rises(a: tuple[Candidate, Quantity], b: tuple[Candidate, Quantity]) -> bool:
    """Whether a count that only grows, such as a toll, is larger in the later report: an update, not a conflict."""
    if not CUMULATIVE.search(f"{sentence_of(a[0])} {sentence_of(b[0])}"):
        return False
    (first, low), (last, high) = sorted((a, b), key=lambda pair: pair[0].document.published or "")
    days = [c.document.published for c in (first, last)]
    if not all(days):
        return False
    precision = min(len(d or "") for d in days)
    return (days[0] or "")[:precision] < (days[1] or "")[:precision] and low.interval[1] <= high.interval[1]


def _family(candidate: Candidate, families: Families) -> str:
    return families.key.get(candidate.document.id) or page(candidate.document)


def _same_family(a: Candidate, b: Candidate, families: Families) -> bool:
    """Whether one of the two is a version of the other's article, and replaces it or is replaced by it."""
    if _family(a, families) != _family(b, families) or a.document.id == b.document.id:
        return False
    by_id = {e.id: e for e in families.of(a.document.id)}
    one, other = by_id.get(a.document.id), by_id.get(b.document.id)
    return one is not None and other is not None and (supersedes(one, other) or supersedes(other, one))


def told(citation: Citation, value: str, others: Sequence[Disagreement]) -> str:
    """Who says what, on one line: "The Post: about 5,000; The Nation: roughly 5,200."."""
    several = {citation.publisher or citation.title} == {d.who for d in others}
    parts = [f"{_teller(citation, several)}: {value}"]
    for other in others:
        label = "" if other.relation == "differs" else f" ({other.relation})"
        if other.relation == "corrected later" and _before(citation, other.citation):
            label = " (later)"
        parts.append(f"{_teller(other.citation, several)}: {other.value}{label}")
    return "; ".join(parts) + "."


def _before(citation: Citation, other: Citation) -> bool:
    """Whether a quotation is known to be older than another."""
    if citation.version is not None and other.version is not None and citation.source == other.source:
        return citation.version < other.version
    if not (citation.published and other.published):
        return False
    precision = min(len(citation.published), len(other.published))
    return citation.published[:precision] < other.published[:precision]


def _teller(citation: Citation, several: bool) -> str:
    """The publisher; with version or date where one publisher says several things."""
    name = citation.publisher or citation.title
    if several and citation.version is not None:
        return f"{name}, version {citation.version}"
    return f"{name}, {citation.published[:10]}" if several and citation.published else name
