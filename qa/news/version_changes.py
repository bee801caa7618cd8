"""What changed between versions of an article, and what only one of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.editions import Edition
from index.records import Citation, Document
from qa.coverage import coverage
from qa.grouping import fold
from qa.news.narrowed import Keep
from qa.news.version_asking import SURE, Asking, title_of
from qa.news.version_choice import place_of
from qa.news.version_diff import VersionDiff, about, changed_figures, diff
from qa.news.version_names import respelled
from qa.reader import Span
from qa.records import Answer
from qa.rendering import changes_text
from qa.spans import around

NO_CHANGE = "The versions do not differ on that."
MOST_CHANGES = 2  # shown in one answer; ``quoted diff`` shows all
LEAST_TOPIC = 0.5  # share of the question's words that what changed must hold
_KILLED = ("killed", "died", "dead", "deaths")  # how reports put a toll

Change = tuple[Citation | None, Citation | None]  # (before, now)


def headlines_changed(asking: Asking) -> Answer:
    """Both headlines where they differ."""
    for group in asking.groups:
        held = [d for e in group if (d := asking.usable(e.id)) is not None]
        titles = [title for d in (held[:1] + held[-1:]) if (title := title_of(d)) is not None]
        if len(held) > 1 and len(titles) == 2 and titles[0].quote != titles[1].quote:
            text, _ = changes_text([(titles[0], titles[1])])
            return asking.found([title.quote for title in titles], titles, SURE, text)
    return replace(asking.found([], [], 0.0), text=NO_CHANGE)


def _sides(asking: Asking, group: Sequence[Edition]) -> tuple[Document, Document] | None:
    """Of a question about what is new or gone: (the version that holds it, the one that does not)."""
    request, place = asking.request, place_of(asking.request, group, asking.families)
    if place is None or len(group) < 2:
        return None
    other = 1 if place == 0 else place - 1
    here = place if request.about == "new" or (request.about == "gone" and place == 0) else other
    there = other if here == place else place
    source, target = asking.usable(group[here].id), asking.usable(group[there].id)
    return (source, target) if source and target else None


def one_sided(asking: Asking) -> Answer:
    """One thing that is new in a version, or gone from it: read in the sentences that only one version has.

    First in those that are wholly its own, then also in those that the other version has in other words.
    """
    pairs = [pair for group in asking.groups if (pair := _sides(asking, group)) is not None]
    sources = [source.id for source, _ in pairs]
    answer: Answer | None = None
    for reworded in (False, True):
        keep = _only_here([_own(source, target, reworded) for source, target in pairs])
        answer = asking.plainly(asking.request.question, sources, keep)
        if answer.found:
            break
    return answer if answer is not None else asking.found([], [], 0.0)


def _own(source: Document, target: Document, reworded: bool) -> dict[str, str]:
    """Sentences that only ``source`` has → how ``target`` puts them, "" where it does not say them at all."""
    difference = diff(target, source)
    own = {c.quote: "" for c in difference.added}
    return own | {r.new.quote: r.old.quote for r in difference.reworded} if reworded else own


def _only_here(own: Sequence[dict[str, str]]) -> Keep:
    """Only spans of these sentences that the other version's wording does not have."""

    def keep(passage: str, span: Span) -> Span | None:
        sentence = passage[slice(*around(passage, span.start, span.end))]
        others = [held[sentence] for held in own if sentence in held]
        return span if others and fold(passage[span.start : span.end]) not in fold(" ".join(others)) else None

    return keep


def changes_between(asking: Asking) -> Answer:
    """What changed between two versions of the article that fits best, both quoted."""
    topic = asking.request.question.split()
    if asking.request.about == "names":
        return _names_changed(asking, topic)
    best: tuple[float, list[Change]] = (0.0, [])
    for group in asking.groups:
        if (pair := _compared(asking, group)) is None:
            continue
        difference = diff(*pair)
        for wanted in _wordings(topic):
            changes = _of_kind(asking, group, difference, about(difference, wanted))
            share = _share(wanted, changes[0]) if changes else 0.0
            if changes and share > best[0]:
                best = share, changes
    share, changes = best[0], best[1][:MOST_CHANGES]
    text, short = changes_text(changes)
    if asking.request.about == "figures":
        changes = [c for c in changes if _share(topic, c) == _share(topic, changes[0])]
        text, _ = changes_text(changes)
        short = [value for change in changes for pair in _figures(change) for value in pair]
    citations = [c for pair in changes for c in pair if c is not None]
    answer = asking.found(short if share >= LEAST_TOPIC else [], citations, SURE * share, text, trusted=True)
    return answer if answer.found else replace(answer, text=NO_CHANGE)


def _names_changed(asking: Asking, topic: Sequence[str]) -> Answer:
    """Names that the versions spell differently, those first whose sentences hold more of the topic's words."""
    pairs = [pair for group in asking.groups if (held := _compared(asking, group)) for pair in respelled(*held)]
    shares = [_share(topic, (old.citation, new.citation)) for old, new in pairs]
    most = max(shares, default=0.0)
    if most < LEAST_TOPIC:
        return replace(asking.found([], [], 0.0), text=NO_CHANGE)
    best = [pair for pair, share in zip(pairs, shares, strict=True) if share == most][:MOST_CHANGES]
    text, _ = changes_text([(old.citation, new.citation) for old, new in best])
    citations = list(dict.fromkeys(form.citation for pair in best for form in pair))
    return asking.found([form.text for pair in best for form in pair], citations, SURE * most, text, trusted=True)


def _share(topic: Sequence[str], change: Change) -> float:
    """The share of the topic's words that a change holds."""
    return coverage(topic, " ".join(c.quote for c in change if c))


def _wordings(topic: list[str]) -> list[list[str]]:
    """The topic's words, and as reports put them: a toll is how many were killed."""
    if "toll" not in (word.lower() for word in topic):
        return [topic]
    return [topic, *([killed if word.lower() == "toll" else word for word in topic] for killed in _KILLED)]


def _compared(asking: Asking, group: Sequence[Edition]) -> tuple[Document, Document] | None:
    """The older and the newer version whose change is asked for: the first and the last, where none is named."""
    if asking.request.which == "changes":
        held = [d for e in group if (d := asking.usable(e.id)) is not None]
        return (held[0], held[-1]) if len(held) > 1 else None
    sides, order = _sides(asking, group), [e.id for e in group]
    if sides is None:
        return None
    old, new = sorted(sides, key=lambda document: order.index(document.id))
    return old, new


def _of_kind(
    asking: Asking, group: Sequence[Edition], difference: VersionDiff, changes: Sequence[Change]
) -> list[Change]:
    """The changes of the kind that is asked for, best first: of figures, what is new, what is gone."""
    request = asking.request
    if request.about == "figures":
        return [change for change in changes if _figures(change)]
    if request.which == "changes":
        return list(changes)
    sides = _sides(asking, group)
    here = int(sides is not None and sides[0].id == difference.new)
    held = [change for change in changes if change[here] is not None]
    return sorted(held, key=lambda change: change[1 - here] is not None)


def _figures(change: Change) -> list[tuple[str, str]]:
    """The figures that a change replaces by others: (old, new)."""
    old, new = change
    return [(a, b) for a, b in changed_figures(old.quote, new.quote) if a and b] if old and new else []
