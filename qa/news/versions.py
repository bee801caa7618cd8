"""Which documents are versions or copies of one another, and which of them is the newest.

Documents belong to one family when they were read from one page (the same origin or the same URL), or when their
texts are nearly the same. Within a family, one document supersedes another only where something says so: a version
number of the page both come from, a later date of publication, or, of one publisher, having been added later.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from index.editions import Edition
from index.records import Document

if TYPE_CHECKING:
    from index import DocumentIndex

SHINGLE_WORDS = 5
LEAST_SHINGLES = 20  # of a text too short to be told from others nothing is claimed
LEAST_JACCARD = 0.30  # versions and copies lie above 0.4, independent reports below 0.1 (tests/test_versions.py)
LEAST_CONTAINMENT = 0.60  # of the shorter text, for one that was cut down or taken into a longer one
_WORD = re.compile(r"[^\W_]+")


def shingles(document: Document) -> frozenset[int]:
    """Hashes of all runs of ``SHINGLE_WORDS`` words of the running text; furniture is left out."""
    return word_shingles(running_text(document), SHINGLE_WORDS)


@lru_cache(2048)
def word_shingles(text: str, size: int) -> frozenset[int]:
    """Hashes of all runs of ``size`` words, upper and lower case alike; empty for a text of fewer words.

    The hashes differ from process to process: keep them in memory only.
    """
    words = _WORD.findall(text.casefold())
    return frozenset(map(hash, zip(*(words[i:] for i in range(size)), strict=False)))


def running_text(document: Document) -> str:
    """The text without menus, boxes and notes."""
    kept, at = [], 0
    for region in document.regions:
        if region.kind == "furniture":
            kept.append(document.text[at : region.start])
            at = region.end
    return "\n".join([*kept, document.text[at:]])


def nearly_same(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two sets of shingles are of one text: Jaccard's index, or containment of the smaller (Broder 1997)."""
    smaller = min(len(a), len(b))
    if smaller < LEAST_SHINGLES:
        return False
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) >= LEAST_JACCARD or shared / smaller >= LEAST_CONTAINMENT


def supersedes(newer: Edition, older: Edition) -> bool:
    """Whether something says that ``newer`` came after ``older``; both must be of one family."""
    if newer.origin == older.origin and newer.version is not None and older.version is not None:
        return newer.version > older.version
    if newer.publisher and older.publisher and newer.publisher != older.publisher:
        return False  # a copy elsewhere replaces nothing
    order = _later(newer.published, older.published)
    return newer.added > older.added if order is None else order


def _later(a: str | None, b: str | None) -> bool | None:
    """Whether date ``a`` is after ``b``, as precisely as both say; None when they don't tell."""
    if not a or not b:
        return None
    if len(a) > 10 and len(b) > 10:
        first, second = _moment(a), _moment(b)
        if first and second and (first.tzinfo is None) == (second.tzinfo is None):
            return first > second if first != second else None
    precision = min(len(a), len(b), 10)
    return None if a[:precision] == b[:precision] else a[:precision] > b[:precision]


def _moment(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Families:
    """Every document's family, and each family's editions, oldest first."""

    key: dict[str, str]  # document id → the id of its family's first-added document
    editions: dict[str, tuple[Edition, ...]]  # family → its editions

    def of(self, document_id: str) -> tuple[Edition, ...]:
        """The editions of a document's family, oldest first; empty for an unknown document."""
        return self.editions.get(self.key.get(document_id, ""), ())

    def superseded(self, document_id: str) -> bool:
        """Whether its family holds a newer version."""
        members = self.of(document_id)
        mine = next((e for e in members if e.id == document_id), None)
        return mine is not None and any(supersedes(other, mine) for other in members if other is not mine)

    def number(self, document_id: str) -> int:
        """Its place among its family's editions, from 1; the page's own number where it has one; 0 when unknown."""
        for place, edition in enumerate(self.of(document_id), start=1):
            if edition.id == document_id:
                return edition.version if edition.version is not None else place
        return 0

    def with_versions(self) -> list[tuple[Edition, ...]]:
        """The families of more than one edition, in the order their first document was added."""
        return [members for members in self.editions.values() if len(members) > 1]


def families(documents: Sequence[Document], known: Iterable[Edition] | None = None) -> Families:
    """Sort documents into families.

    Args:
        documents: those whose texts are compared.
        known: editions to link by page alone, ``documents`` among them; made from ``documents``, in their order, when
            None.

    Returns:
        Every edition's family; a document that stands alone is a family of one.
    """
    members = list(known) if known is not None else [Edition.of(d, i) for i, d in enumerate(documents)]
    links = _Links(e.id for e in members)
    for name in ("origin", "url"):
        pages: dict[str, str] = {}
        for edition in members:
            page = getattr(edition, name)
            if page:
                links.join(pages.setdefault(page, edition.id), edition.id)
    for a, b in _pairs(documents):
        if links.root(a.id) != links.root(b.id) and nearly_same(shingles(a), shingles(b)):
            links.join(a.id, b.id)
    return links.families(members)


def _pairs(documents: Sequence[Document]) -> Iterable[tuple[Document, Document]]:
    """Pairs worth comparing: all of few documents; of many, those that share some of a sample of shingles."""
    if len(documents) <= 40:
        return combinations(documents, 2)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        for shingle in shingles(document):
            if shingle % 16 == 0:
                holders[shingle].append(number)
    shared = Counter(pair for held in holders.values() if len(held) <= 50 for pair in combinations(held, 2))
    return [(documents[a], documents[b]) for (a, b), count in shared.items() if count >= 2]


class _Links:
    """Disjoint sets of document ids."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {i: i for i in ids}

    def root(self, i: str) -> str:
        self._parent.setdefault(i, i)
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, a: str, b: str) -> None:
        self._parent[self.root(b)] = self.root(a)

    def families(self, members: Sequence[Edition]) -> Families:
        heaps: dict[str, list[Edition]] = defaultdict(list)
        for edition in sorted(members, key=lambda e: e.added):
            heaps[self.root(edition.id)].append(edition)
        ordered = {heap[0].id: tuple(sorted(heap, key=cmp_to_key(_order))) for heap in heaps.values()}
        return Families({e.id: key for key, heap in ordered.items() for e in heap}, ordered)


def _order(a: Edition, b: Edition) -> int:
    """Oldest first; what nothing orders stays as it was added."""
    if supersedes(a, b):
        return 1
    if supersedes(b, a):
        return -1
    return a.added - b.added


class VersionBook:
    """The families of one index, found when they are needed and kept while the documents stay as they are."""

    def __init__(self, index: DocumentIndex) -> None:
        self._index = index
        self._seen: tuple[int, int] | None = None
        self._all: Families | None = None

    def all(self) -> Families:
        """The families of all documents; reads every text the first time."""
        now = self._index.change_number()
        if self._all is None or self._seen != now:
            self._all = families(self._index.documents(), self._index.editions())
            self._seen = now
        return self._all

    def around(self, documents: Sequence[Document]) -> Families:
        """The families of some documents: their pages' other versions, and which of them are nearly the same.

        Cheap whatever the store's size: a near-copy that is not among ``documents`` is not looked for.
        """
        if self._all is not None and self._seen == self._index.change_number():
            return self._all
        return families(documents, self._index.editions(documents))
