"""Which text of a two-version page is old and which is new: one decision over all lines.

A page of this layout is a line-by-line difference: paragraphs that both versions share stand twice on their line;
between such lines lies a block in which the first lines hold an old and a new paragraph each, and the remaining
lines, if any, hold paragraphs of one version. What is not written is where, on a line of two, the old paragraph ends,
and whose the single lines are.

Every possible reading has a cost, summed over the page: how unlikely each joint is by its wording (``version_cuts``),
pieces that had better be of two versions or of one (``version_pairs``), text after a version's closing line, and
single lines in the middle of a block. The reading of the least cost is looked for by improving one block at a time
until nothing changes, from two starting points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.bylines import is_credit
from index.version_cuts import content_words, joint_logits, sentences, word_weights
from index.version_pairs import cosine, unlike_pairs

OLD, NEW = 0, 1
_JOINT = 1.0  # a line between shared ones mostly holds two paragraphs
_LEAD = 4.0  # gain for a joint before a sentence like the headline
_AFTER_CLOSING = 4.0
_NO_JOINT = 4.0  # a line that cannot hold two paragraphs stands where one that does is expected
_OLD_ALONE = 0.7  # articles grow more often than they shrink
_CLOSING = re.compile(r"^(?:copyright\b|©|all rights reserved|this material may not be published)", re.IGNORECASE)
_MAX_ROUNDS = 12


@dataclass(slots=True)
class Line:
    """One line of the page and how it is read."""

    text: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    logits: list[float] = field(default_factory=list)
    same: str | None = None  # the paragraph, when the line holds it twice
    cut: int = 0  # spans before it are old: 0 is all new, len(spans) is all old
    first: int = 0  # number of its first piece on the page


def twice(text: str) -> str | None:
    """The text that a line holds twice, glued or with spaces between, or None."""
    for half in {len(text) // 2, (len(text) - 1) // 2}:
        if half > 0 and text[:half].rstrip() == text[-half:].strip() and not text[half : len(text) - half].strip():
            return text[-half:].strip()
    return None


def assign(texts: Sequence[str], new_headline: str = "") -> list[tuple[str | None, str | None]]:
    """The old and the new paragraph of every line; None where a version has none there.

    Args:
        texts: the lines of the body in page order, none of them empty.
        new_headline: the new version's headline; its first paragraph is likely to begin with what the headline says.

    Returns:
        one pair a line, in order; empty for no lines.
    """
    lines = [_line(text) for text in texts]
    weights = word_weights([line.text[start:end] for line in lines for start, end in line.spans])
    for line in lines:
        line.logits = _legal_joints(line.text, line.spans, joint_logits(line.text, line.spans, weights))
    if lines:
        _favour_lead(lines[0], set(content_words(new_headline)), weights)
    page = _Page(lines)
    page.solve()
    return [_halves(line) for line in lines]


def _line(text: str) -> Line:
    if (same := twice(text)) is not None:
        return Line(text, same=same)
    return Line(text, sentences(text))


def _legal_joints(text: str, spans: Sequence[tuple[int, int]], logits: list[float]) -> list[float]:
    """The sentences of one copyright notice stay together, and a notice ends its paragraph."""
    kinds = [_CLOSING.match(text[start:end]) is not None for start, end in spans]
    return [logit - 4 * (kinds[k] and kinds[k + 1]) + 3 * (kinds[k] != kinds[k + 1]) for k, logit in enumerate(logits)]


def _favour_lead(line: Line, headline: set[str], weights: dict[str, float]) -> None:
    """On the first line, a joint gains before a piece that says what the new headline says."""
    known = {word for word in headline if word in weights}
    for k, (start, end) in enumerate(line.spans[1:]):
        line.logits[k] += _LEAD * cosine(known, set(content_words(line.text[start:end])), weights)


def _halves(line: Line) -> tuple[str | None, str | None]:
    if line.same is not None:
        return line.same, line.same
    if line.cut == 0:
        return None, line.text
    if line.cut == len(line.spans):
        return line.text, None
    return line.text[: line.spans[line.cut - 1][1]], line.text[line.spans[line.cut][0] :]


class _Page:
    """All lines, the pairs of pieces that speak for different sides, and the search."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.pieces: list[str] = []
        for line in lines:
            line.first = len(self.pieces)
            self.pieces.extend(line.text[start:end] for start, end in line.spans)
        self.sides = [NEW] * len(self.pieces)
        self.pairs = unlike_pairs(self.pieces, " ".join(line.same or "" for line in lines))
        self.closing = [_CLOSING.match(piece) is not None or is_credit(piece) for piece in self.pieces]
        self.blocks = list(_blocks(lines))

    def solve(self) -> None:
        """Set every line's cut to the reading of least cost that the search finds."""
        best: tuple[float, list[int]] | None = None
        for start in (NEW, OLD):
            for line in self.lines:
                self._set(line, self._first_guess(line, start))
            self._improve()
            found = (self._cost(), [line.cut for line in self.lines])
            best = found if best is None or found[0] < best[0] - 1e-9 else best
        for line, cut in zip(self.lines, best[1] if best else [], strict=True):
            self._set(line, cut)

    def _first_guess(self, line: Line, start: int) -> int:
        if not line.logits:
            return 0 if start == NEW else len(line.spans)
        return max(range(len(line.logits)), key=line.logits.__getitem__) + 1

    def _improve(self) -> None:
        for _ in range(_MAX_ROUNDS):
            before = [line.cut for line in self.lines]
            for block in self.blocks:
                self._improve_block(block)
            if before == [line.cut for line in self.lines]:
                return

    def _improve_block(self, block: Sequence[Line]) -> None:
        """Try every number of two-paragraph lines, and both versions for the rest; keep the cheapest."""
        best_cost, best_cuts = self._block_cost(block), [line.cut for line in block]
        for doubles in range(len(block), -1, -1):
            for side in (NEW, OLD) if doubles < len(block) else (NEW,):
                for number, line in enumerate(block):
                    if number >= doubles or not line.logits:
                        self._set(line, 0 if side == NEW else len(line.spans))
                    elif not 0 < line.cut < len(line.spans):
                        self._set(line, self._first_guess(line, NEW))
                self._descend(block[:doubles])
                cost = self._block_cost(block)
                if cost < best_cost - 1e-9:
                    best_cost, best_cuts = cost, [line.cut for line in block]
        for line, cut in zip(block, best_cuts, strict=True):
            self._set(line, cut)

    def _descend(self, doubles: Sequence[Line]) -> None:
        """Move one line's cut at a time until no move lowers the cost."""
        for _ in range(_MAX_ROUNDS):
            changed = False
            for line in doubles:
                choices = range(1, len(line.spans)) if line.logits else (0, len(line.spans))
                before, best = line.cut, (math.inf, 0)
                for cut in choices:
                    self._set(line, cut)
                    best = min(best, (self._line_cost(line), cut))
                self._set(line, best[1])
                changed = changed or best[1] != before
            if not changed:
                return

    def _set(self, line: Line, cut: int) -> None:
        line.cut = cut
        for k in range(len(line.spans)):
            self.sides[line.first + k] = OLD if k < cut else NEW

    def _line_cost(self, line: Line) -> float:
        """What depends on one line's cut: its joint, and the pairs its pieces are in."""
        cost = 0.0
        if line.logits and 0 < line.cut < len(line.spans):
            cost -= line.logits[line.cut - 1] + _JOINT
        for piece in range(line.first, line.first + len(line.spans)):
            cost += sum(weight for other, weight in self.pairs[piece] if self.sides[other] == self.sides[piece])
        return cost

    def _block_cost(self, block: Sequence[Line]) -> float:
        """What depends on one block; pairs within the block count once, as in the sum over the page."""
        inside = {line.first + k for line in block for k in range(len(line.spans))}
        cost = sum(self._line_cost(line) for line in block)
        for piece in inside:
            cost -= sum(
                w / 2 for other, w in self.pairs[piece] if other in inside and self.sides[other] == self.sides[piece]
            )
        return cost + self._shape_cost(block) + self._closing_cost()

    def _shape_cost(self, block: Sequence[Line]) -> float:
        """Single lines come last in a block and are of one version."""
        single = [line.cut in (0, len(line.spans)) for line in block]
        cost = sum(_NO_JOINT for k, alone in enumerate(single) if alone and not all(single[k:]))
        sides = {line.cut == 0 for line, alone in zip(block, single, strict=True) if alone}
        return cost + _NO_JOINT * (len(sides) == 2) + _OLD_ALONE * (False in sides)

    def _closing_cost(self) -> float:
        """Nothing but notes stands after the line that closes a version (copyright, "contributed to this report")."""
        if not any(self.closing):
            return 0.0
        cost = 0.0
        for side in (OLD, NEW):
            closed = False
            for piece, text in enumerate(self.pieces):
                if self.sides[piece] != side:
                    continue
                closing = self.closing[piece]
                cost += _AFTER_CLOSING * (closed and not closing and len(text) > 60) / 4
                closed = closed or closing
        return min(cost, 3 * _AFTER_CLOSING)

    def _cost(self) -> float:
        """The page's cost."""
        every = [line for line in self.lines if line.same is None]
        shape = sum(self._shape_cost(block) for block in self.blocks)
        pairs = sum(
            weight / 2
            for piece, others in enumerate(self.pairs)
            for other, weight in others
            if self.sides[other] == self.sides[piece]
        )
        joints = sum(
            line.logits[line.cut - 1] + _JOINT for line in every if line.logits and 0 < line.cut < len(line.spans)
        )
        return shape + pairs - joints + self._closing_cost()


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines between those that both versions share."""
    block: list[Line] = []
    for line in lines:
        if line.same is None:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block
