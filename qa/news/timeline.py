"""Events in order: every dated sentence of the documents, the same event told by several sources as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from index.records import Citation, Document
from index.sentences import sentence_spans
from index.transliteration import bones
from qa.grouping import content_words, same_word
from qa.news.dates import ResolvedDate, dates

if TYPE_CHECKING:
    from index import DocumentIndex

SHARED, SHARED_WORDS = 0.5, 3  # of the shorter sentence's words, and how many at least, for one event
ABOUT = 0.5  # of the words asked about, that a sentence has; half of this where a search finds its passage
LOOKED_AT = 12  # passages that a search for what is asked about puts forward


@dataclass(frozen=True, slots=True)
class Event:
    """One dated sentence, with the others that tell the same."""

    date: ResolvedDate  # of ``citation``'s document
    citation: Citation  # the sentence
    others: tuple[Citation, ...] = ()  # the same event elsewhere

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON; dates in ISO 8601."""
        return {
            "date": self.date.to_dict(),
            "citation": asdict(self.citation),
            "others": [asdict(citation) for citation in self.others],
        }


@dataclass(frozen=True, slots=True)
class _Told:
    date: ResolvedDate
    citation: Citation
    words: frozenset[str]


def timeline(index: DocumentIndex, about: str | None = None) -> list[Event]:
    """Events in the order of their first day; what is named more exactly comes first, then as the documents stand.

    Args:
        index: the documents.
        about: only sentences about this, in any spelling of its names; all when None or empty.

    Returns:
        Events with at least one quotation each; empty when no date can be resolved or nothing is about ``about``.
    """
    told = [one for document in index.documents() for one in _told(document)]
    if about and about.strip():
        told = list(_about(index, about, told))
    told.sort(key=lambda t: (t.date.first, t.date.last, t.citation.document_id, t.citation.start, t.date.start))
    return [
        event
        for _, same_days in groupby(told, key=lambda t: (t.date.first, t.date.last))
        for event in _events(list(same_days))
    ]


def _told(document: Document) -> Iterator[_Told]:
    """The dated sentences of a document's running text, one for each date in them."""
    found = dates(document)
    if not found:
        return
    spans = sentence_spans(document.text)
    furniture = [region for region in document.regions if region.kind == "furniture"]
    for date in found:
        held = next(((a, b) for a, b in spans if a <= date.start < b), None)
        if held is None or any(r.start < held[1] and held[0] < r.end for r in furniture):
            continue
        words = content_words(document.text[held[0] : held[1]])
        yield _Told(date, document.cite(*held), frozenset(w for w in words if len(w) > 2))


def _events(told: list[_Told]) -> list[Event]:
    """Of sentences about the same days: those that tell the same event, together, the first one leading."""
    heaps: list[list[_Told]] = []
    for one in told:
        heap = next((h for h in heaps if any(_same_event(one, other) for other in h)), None)
        if heap is None:
            heaps.append([one])
        elif all(one.citation != other.citation for other in heap):
            heap.append(one)
    return [Event(heap[0].date, heap[0].citation, tuple(one.citation for one in heap[1:])) for heap in heaps]


def _same_event(a: _Told, b: _Told) -> bool:
    if a.citation.document_id == b.citation.document_id:
        return a.citation == b.citation
    short, long = sorted((a.words, b.words), key=len)
    shared = sum(1 for word in short if word in long or _spelled(word, long))
    return shared >= max(SHARED_WORDS, SHARED * len(short))


def _spelled(word: str, words: Iterable[str]) -> bool:
    key = bones(word)
    return len(word) > 4 and any(bones(other) == key and same_word(word, other) for other in words)


def _about(index: DocumentIndex, about: str, told: list[_Told]) -> Iterator[_Told]:
    wanted = content_words(about)
    near = [hit.passage for hit in index.search(about, LOOKED_AT)]
    for one in told:
        share = sum(1 for word in wanted if word in one.words or _spelled(word, one.words)) / max(1, len(wanted))
        found = any(p.document_id == one.citation.document_id and p.start <= one.date.start < p.end for p in near)
        if share >= (ABOUT / 2 if found else ABOUT) and share > 0:
            yield one
