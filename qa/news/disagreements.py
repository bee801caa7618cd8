"""When sources, or versions of one, give different values for the same question: who says what, and how they relate.

Deliberately hard to set off: a conflict that is none does more harm than one that is missed. Two values conflict only
when the reader is sure of both, both sentences are about what was asked, they don't speak of different times, and the
values cannot both be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.records import Citation
from index.sentences import sentence_spans
from qa.coverage import coverage
from qa.grouping import WITNESS_REACH, content_words, fold, same_answer
from qa.news.dates import ResolvedDate, dates, resolve
from qa.news.quantities import Quantity, compare, quantities, quantity_at
from qa.news.versions import Families, supersedes, word_shingles
from qa.news.witnesses import page, sentence_bounds, sentence_of
from qa.question import STOP_WORDS, Kind, Question, words
from qa.records import Candidate, Disagreement, Group, Relation

SURE = 1.0  # logits by which the reader must hold both values for answers rather than none
REACH = WITNESS_REACH  # logits, all evidence counted, that the other value may be behind the answer
LEAST_TERMS = 0.5  # share of the question's words that both sentences must hold …
LEAST_SHARED = 3  # … or the number of content words that they must share with one another
LEAST_ALIKE = 0.5  # for names: share of runs of two words that the sentences share when the names are taken out
MOST = 3  # values shown
_GENERIC = frozenset("many much number total people figure amount long often date day year month time when who".split())
_NAMED = re.compile(r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][\w’'-]{2,}")  # capitalised, not opening a sentence
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)
_CUMULATIVE = re.compile(
    r"\b(?:kill\w*|dead|die[ds]?|death\w*|toll|casualt\w*|injur\w*|wound\w*|hurt|missing|infect\w*|cases|displac\w*|"
    r"evacuat\w*|arrest\w*|detain\w*|rescu\w*|homeless|victims?|bodies|fatalit\w*|recovered|hospitali[sz]ed)\b",
    re.IGNORECASE,
)


def disagreements(
    question: Question, groups: Sequence[Group], families: Families, cite: Callable[[Candidate], Citation]
) -> list[Disagreement]:
    """The other values for a question, best first.

    Args:
        question: what was asked; only numbers, dates and persons are compared.
        groups: candidates that say the same thing, best group first.
        families: which documents are versions of one another.
        cite: makes the quotation of a candidate.

    Returns:
        At most ``MOST`` values that conflict with the best group's; empty for no groups or other kinds of question.
    """
    kind = kind_compared(question, groups)
    if kind is None:
        return []
    found: list[Disagreement] = []
    shown = [groups[0].best]
    for other in groups[1:]:
        candidate = _against(question, kind, groups[0], other, families)
        if candidate is None or any(not _conflict(question, kind, candidate, c) for c in shown):
            continue
        shown.append(candidate)
        found.append(_disagreement(kind, groups[0], shown, families, cite))
    return found[:MOST]


def kind_compared(question: Question, groups: Sequence[Group]) -> Kind | None:
    """As what the values are compared: number, date or name; None where they are not.

    "What was the turnout?" asks for a number without saying so: its answer's own form tells.
    """
    if not groups:
        return None
    if question.kind in ("number", "when", "who"):
        return question.kind
    best = groups[0].best
    if question.kind == "what" and len(best.text.split()) <= 5:
        if quantity(best) is not None:
            return "number"
        day = _day(best)
        if day is not None and len(day.text) >= len(best.text) / 2:
            return "when"
    return None


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
        near = newer and candidate.score > best.score - REACH
        if near and _conflict(question, kind, best, candidate):
            return [other, *(g for g in groups if g is not other)]
    return list(groups)


def _against(question: Question, kind: Kind, best: Group, other: Group, families: Families) -> Candidate | None:
    """The candidate of another group that contradicts the best group; None when it does not."""
    mine = [c for c in best.candidates if c.reader_score > 0 or c is best.best]
    for candidate in other.candidates:
        if candidate.score < best.best.score - REACH:
            return None
        own = [c for c in mine if _family(c, families) == _family(candidate, families)]
        if any(c.score >= candidate.score and not _same_family(c, candidate, families) for c in own):
            continue  # the same source, or a copy of it, gives the answer more plainly
        if _conflict(question, kind, best.best, candidate):
            return candidate
    return None


def _conflict(question: Question, kind: Kind, a: Candidate, b: Candidate) -> bool:
    """Whether two candidates, both strongly held, give values of one thing that cannot both be right."""
    if min(a.reader_score, b.reader_score) < SURE or a.document.id == b.document.id:
        return False
    one, other = sentence_of(a), sentence_of(b)
    if kind == "number":
        differ = _numbers_conflict(a, b, one, other)
    elif kind == "when":
        differ = _days_conflict(a, b)
    else:
        differ = _names_conflict(a, b, one, other)
    return differ and _one_event(a, b) and _about_the_same(question, a, b, one, other)


def _one_event(a: Candidate, b: Candidate) -> bool:
    """Whether the two passages, with their headlines, share a name: reports of one event do."""
    mine, theirs = ({fold(n) for n in _NAMED.findall(f"{c.hit.passage.text} {c.document.title}")} for c in (a, b))
    return bool((mine & theirs) - STOP_WORDS - _CALENDAR)


def _about_the_same(question: Question, a: Candidate, b: Candidate, one: str, other: str) -> bool:
    """Whether both sentences speak of what was asked."""
    names = list(question.names)
    contexts = [f"{c.hit.passage.text} {c.document.title}" for c in (a, b)]
    if names and coverage(names, contexts[1]) < coverage(names, contexts[0]) - 0.34:
        return False
    counted = _counted(question)
    if counted and coverage([counted], one) > coverage([counted], other):
        return False
    pair = (a, one), (b, other)
    one, other = (f"{_sentence_before(c)} {s}" for c, s in pair)  # "It is 7 metres long" says of what one earlier
    terms = [t for t in question.terms if t not in _GENERIC and not t[0].isdigit()]
    if terms and min(coverage(terms, one), coverage(terms, other)) >= LEAST_TERMS:
        return True
    one, other = (s for _, s in pair)
    return len(_stems(one, a) & _stems(other, b)) >= LEAST_SHARED


def _sentence_before(candidate: Candidate) -> str:
    """The sentence before the candidate's in the same passage; "" for the first."""
    start, _ = sentence_bounds(candidate)
    text = candidate.document.text[candidate.hit.passage.start : start]
    spans = sentence_spans(text)
    return text[spans[-1][0] : spans[-1][1]] if spans else ""


def _counted(question: Question) -> str:
    """The first telling word after "how many", which is or begins what is counted; "" for other questions."""
    after = re.split(r"\bhow many\b", question.text, maxsplit=1, flags=re.IGNORECASE)[1:]
    telling = [w.lower() for w in words(after[0]) if w.lower() in question.terms] if after else []
    return telling[0] if telling and telling[0] not in _GENERIC else ""


def _stems(sentence: str, candidate: Candidate) -> set[str]:
    """The first letters of the words that carry a sentence's meaning, the answer's own left out."""
    own = set(content_words(candidate.text))
    return {w[:5] for w in content_words(sentence) if w not in own and len(w) > 3 and not w[0].isdigit()}


def _numbers_conflict(a: Candidate, b: Candidate, one: str, other: str) -> bool:
    mine, theirs = quantity(a), quantity(b)
    if mine is None or theirs is None or compare(mine, theirs) != "differs":
        return False
    if _agrees(other, mine) or _agrees(one, theirs):
        return False  # one sentence holds both values: it speaks of two things, and the reader took the other one
    days, other_days = _written_days(a), _written_days(b)
    if days and other_days and not any(_overlap(x, y) for x in days for y in other_days):
        return _CUMULATIVE.search(f"{one} {other}") is not None
    return True


def _agrees(sentence: str, value: Quantity) -> bool:
    return any(compare(q, value) == "compatible" for q in quantities(sentence) if q.hedge != "vague")


def quantity(candidate: Candidate) -> Quantity | None:
    """The one quantity a candidate's span states, with its hedge; None for none or several."""
    return quantity_at(candidate.document.text, candidate.start, candidate.end)


def _days_conflict(a: Candidate, b: Candidate) -> bool:
    mine, theirs = _day(a), _day(b)
    return mine is not None and theirs is not None and not _overlap(mine, theirs)


def _day(candidate: Candidate) -> ResolvedDate | None:
    return resolve(candidate.document, candidate.start, candidate.end)


def _overlap(a: ResolvedDate, b: ResolvedDate) -> bool:
    """Whether two dates can be the same day, each as exactly as it was named."""
    return a.first <= b.last and b.first <= a.last


def _written_days(candidate: Candidate) -> list[ResolvedDate]:
    """The dates that a candidate's sentence writes out with figures."""
    start, end = sentence_bounds(candidate)
    return [d for d in dates(candidate.document) if start <= d.start and d.end <= end and _in_figures(d)]


def _in_figures(date: ResolvedDate) -> bool:
    return any(c.isdigit() for c in date.text)


def _names_conflict(a: Candidate, b: Candidate, one: str, other: str) -> bool:
    """Two names in one slot of what is otherwise the same sentence."""
    if same_answer(a.text, b.text) or not all(any(w[:1].isupper() for w in words(c.text)) for c in (a, b)):
        return False
    if fold(a.text) in fold(other) or fold(b.text) in fold(one):
        return False
    left, right = (word_shingles(s.replace(c.text, " "), 2) for s, c in ((one, a), (other, b)))
    smaller = min(len(left), len(right))
    return smaller >= 4 and len(left & right) / smaller >= LEAST_ALIKE


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


def value_of(candidate: Candidate) -> str:
    """The span with the hedge that stands before it: "about 5,000 troops"."""
    found = quantity(candidate)
    if found is None:
        return candidate.text
    text = candidate.document.text[min(candidate.start, found.start) : max(candidate.end, found.end)]
    return " ".join(text.split())


def relation(kind: Kind, a: Candidate, b: Candidate, families: Families) -> Relation:
    """How two conflicting values relate: a version or a later report replaces the other, or they differ."""
    if kind == "when":
        mine_day, other_day = _day(a), _day(b)
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
    return apart == 1 and not (_in_figures(a) and _in_figures(b))


def _rises(a: tuple[Candidate, Quantity], b: tuple[Candidate, Quantity]) -> bool:
    """Whether a count that only grows, such as a toll, is larger in the later report: an update, not a conflict."""
    if not _CUMULATIVE.search(f"{sentence_of(a[0])} {sentence_of(b[0])}"):
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
    return bool(citation.published and other.published and citation.published < other.published)


def _teller(citation: Citation, several: bool) -> str:
    """The publisher; with version or date where one publisher says several things."""
    name = citation.publisher or citation.title
    if several and citation.version is not None:
        return f"{name}, version {citation.version}"
    return f"{name}, {citation.published[:10]}" if several and citation.published else name
