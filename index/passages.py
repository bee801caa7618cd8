"""Cuts a document into passages: whole sentences, exact offsets, never longer than the embedding model sees.

A passage is a slice of ``document.text``. Body text, captions and furniture never share one. Within a stretch of one
kind the cuts are chosen together (dynamic programming): near the size a person likes to read, at the ends of
paragraphs where possible, between sentences otherwise. Only a sentence that is too long by itself is cut inside.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from index.records import Passage
from index.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.records import Document, PassageKind

    CountTokens = Callable[[str], int]

MAX_TOKENS = 160  # leaves room for the context in a window of 256
CONTEXT_TOKENS = 64
MAX_CHARS = 1600  # a tokenizer may call any long run of letters one unknown token
_TARGET = 0.7  # of the most tokens: about 85 English words at 160
_INSIDE_PARAGRAPH = 0.15  # what a cut between two sentences of one paragraph costs
_PIECE = re.compile(r"\S{1,64}\s*|\s+")
_CLAUSE_END = re.compile(r"[,;:–—)\]،；，、：][\"'”’»]*\s*$")

Piece = tuple[int, int, int]  # start, end, tokens


def max_passage_tokens(window: int) -> int:
    """The longest passage for a model's window, leaving three eighths of it for the context."""
    return max(8, min(MAX_TOKENS, window * 5 // 8))


def cut(
    document: Document, count_tokens: CountTokens, max_tokens: int = MAX_TOKENS, overlap_sentences: int = 0
) -> list[Passage]:
    """The passages of a document, in order, covering everything but white space.

    Args:
        document: the text and its regions.
        count_tokens: the length of a text in tokens, special tokens not counted; called once a sentence and
            once a passage.
        max_tokens: no passage is longer.
        overlap_sentences: how many sentences of the passage before are repeated, as far as they fit.

    Returns:
        Passages with consecutive ordinals; none for a text of white space. ``document.text[p.start:p.end] == p.text``.

    Raises:
        ValueError: ``max_tokens`` is below 1 or ``overlap_sentences`` below 0.
    """
    if max_tokens < 1 or overlap_sentences < 0:
        raise ValueError("max_tokens must be at least 1 and overlap_sentences at least 0")
    text = document.text
    passages: list[Passage] = []
    for start, end, kind in _stretches(document):
        pieces = _pieces(text, start, end, count_tokens, max_tokens)
        groups = _groups(text, pieces, max_tokens)
        for first, last in _overlapped(pieces, groups, max_tokens, overlap_sentences):
            for a, b in _fitted(text, pieces[first][0], pieces[last][1], count_tokens, max_tokens):
                number = len(passages)
                passages.append(Passage(f"{document.id}:{number}", document.id, number, a, b, text[a:b], kind))
    return passages


def _stretches(document: Document) -> Iterator[tuple[int, int, PassageKind]]:
    """The regions and, as body, what lies between them."""
    position, end = 0, len(document.text)
    for region in sorted(document.regions, key=lambda r: r.start):
        start, stop = max(region.start, position), min(region.end, end)
        if start < stop:
            yield position, start, "body"
            yield start, stop, region.kind
            position = stop
    yield position, end, "body"


def _pieces(text: str, start: int, end: int, count_tokens: CountTokens, max_tokens: int) -> list[Piece]:
    """Sentences with their lengths; one that is too long is cut at clauses, else spaces, else anywhere."""
    pieces: list[Piece] = []
    for a, b in sentence_spans(text[start:end]):
        a, b = start + a, start + b
        size = count_tokens(text[a:b])
        if size <= max_tokens and b - a <= MAX_CHARS:
            pieces.append((a, b, size))
        else:
            pieces.extend(_cut_sentence(text, a, b, count_tokens, max_tokens))
    return pieces


def _cut_sentence(text: str, start: int, end: int, count_tokens: CountTokens, max_tokens: int) -> Iterator[Piece]:
    """Fills pieces word by word; a full one gives back what comes after its last clause end, if that is under half."""
    words = [
        (a, b, count_tokens(text[a:b]))
        for match in _PIECE.finditer(text, start, end)
        for a, b in _fitted(text, match.start(), match.end(), count_tokens, max_tokens)
    ]
    first = 0
    while first < len(words):
        last, size, clause = first, 0, 0
        while last < len(words) and (last == first or _fits(words, first, last, size, max_tokens)):
            size += words[last][2]
            if size > max_tokens // 2 and _CLAUSE_END.search(text[words[last][0] : words[last][1]]):
                clause = last + 1
            last += 1
        if last < len(words) and clause:
            last = clause
        a, b = words[first][0], words[last - 1][1]
        b = a + len(text[a:b].rstrip())
        yield a, b, sum(word[2] for word in words[first:last])
        first = last


def _fits(words: Sequence[Piece], first: int, last: int, size: int, max_tokens: int) -> bool:
    return size + words[last][2] <= max_tokens and words[last][1] - words[first][0] <= MAX_CHARS


def _groups(text: str, pieces: Sequence[Piece], max_tokens: int) -> list[tuple[int, int]]:
    """First and last piece of each passage: the cheapest way to cut the whole stretch.

    A passage of s tokens costs ((s - target) / max)²; a cut inside a paragraph costs ``_INSIDE_PARAGRAPH`` more.
    """
    target = _TARGET * max_tokens
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first i pieces, begin of their last group
    for i, (_, end, _) in enumerate(pieces):
        gap = text[end : pieces[i + 1][0]] if i + 1 < len(pieces) else "\n"
        extra = 0.0 if "\n" in gap else _INSIDE_PARAGRAPH
        size, cheapest = 0, (float("inf"), i)
        for j in range(i, -1, -1):
            size += max(1, pieces[j][2])
            if j < i and (size > max_tokens or end - pieces[j][0] > MAX_CHARS):
                break
            cost = best[j][0] + ((size - target) / max_tokens) ** 2 + extra
            cheapest = min(cheapest, (cost, j))
        best.append(cheapest)
    groups: list[tuple[int, int]] = []
    i = len(pieces)
    while i > 0:
        groups.append((best[i][1], i - 1))
        i = best[i][1]
    return groups[::-1]


def _overlapped(
    pieces: Sequence[Piece], groups: Sequence[tuple[int, int]], max_tokens: int, sentences: int
) -> Iterator[tuple[int, int]]:
    """The groups, each begun some sentences earlier while it still fits."""
    for first, last in groups:
        size = sum(max(1, piece[2]) for piece in pieces[first : last + 1])
        earliest = max(0, first - sentences)
        while first > earliest:
            size += max(1, pieces[first - 1][2])
            if size > max_tokens or pieces[last][1] - pieces[first - 1][0] > MAX_CHARS:
                break
            first -= 1
        yield first, last


def _fitted(text: str, start: int, end: int, count_tokens: CountTokens, max_tokens: int) -> Iterator[tuple[int, int]]:
    """The slice, halved until each part fits: a tokenizer may count a whole as more than its parts."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if end - start == 1 or count_tokens(text[start:end]) <= max_tokens:
        yield start, end
        return
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle + 1)
    middle = space if space > 0 else middle
    yield from _fitted(text, start, middle, count_tokens, max_tokens)
    yield from _fitted(text, middle, end, count_tokens, max_tokens)


def context(document: Document, count_tokens: CountTokens, max_tokens: int = CONTEXT_TOKENS) -> str:
    """Headline and date: they help to find a passage and are no part of the quotation.

    Returns:
        One line such as ``Ferry line reopens (3 March 2021)``; the headline is cut at a word, never the date, when
        the line would be longer than ``max_tokens``. Empty when the document has neither, or there is room for neither.
    """
    day = f"({_spoken(document.published)})" if _spoken(document.published) else ""
    if count_tokens(day) > max_tokens:
        return ""
    words = document.title[:1000].split()
    low, high = 0, len(words)
    while low < high:  # the most words that fit
        middle = (low + high + 1) // 2
        if count_tokens(" ".join([*words[:middle], day])) <= max_tokens:
            low = middle
        else:
            high = middle - 1
    return " ".join([*words[:low], day]).strip()


def _spoken(published: str | None) -> str:
    """``2021-03-03`` or ``2021-03-03T10:00:00Z`` → ``3 March 2021``, ``2021-03`` → ``March 2021``; else empty."""
    written = (published or "")[:10]
    alone = len(written) == len("2021-03")
    try:
        day = date.fromisoformat(f"{written}-01" if alone else written)
    except ValueError:
        return ""
    if alone:
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = "January February March April May June July August September October November December".split()


def embedding_text(
    document: Document, passage: Passage, count_tokens: CountTokens, window: int = 256, special_tokens: int = 2
) -> str:
    """What is embedded for a passage: its context on a line of its own, then the passage.

    Context, passage and special tokens together are never longer than ``window``; a passage cut for this window is
    always whole in it.
    """
    room = window - special_tokens - count_tokens(passage.text)
    before = context(document, count_tokens, min(CONTEXT_TOKENS, room)) if room > 0 else ""
    return f"{before}\n{passage.text}" if before else passage.text
