"""What changed from one version of a text to another: sentences, words, figures, names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.records import Citation, Document
from index.sentences import sentence_spans
from qa.news.quantities import Quantity, quantities
from qa.question import STOP_WORDS, words

LEAST_ALIKE = 0.5  # Dice's coefficient of two sentences' words from which one is the other, reworded
LEAST_LIKENESS = 0.6  # of two names from which one is the other, corrected or spelt otherwise
Op = Literal["same", "dropped", "added"]
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of both versions whose words changed."""

    old: Citation
    new: Citation
    words: tuple[tuple[Op, str], ...]  # runs of words, in reading order


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """What is new in ``new``, what it no longer says, and what it says in other words; texts are quotations."""

    old: str  # document ids
    new: str
    since: str | None  # the new version's date, ISO 8601
    added: tuple[Citation, ...]
    dropped: tuple[Citation, ...]
    reworded: tuple[Reworded, ...]
    figures: tuple[tuple[str, str], ...]  # (old, new) of figures that changed within a reworded sentence
    names: tuple[tuple[str, str], ...]  # likewise
    unchanged: int  # number of sentences that both have

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON."""
        return asdict(self)


def diff(old: Document, new: Document) -> VersionDiff:
    """Compare two versions sentence by sentence; a sentence that only moved has not changed."""
    before, after = _sentences(old), _sentences(new)
    seen = {_plain(c.quote): c for c in after}
    same = {_plain(c.quote) for c in before} & seen.keys()
    left = [c for c in before if _plain(c.quote) not in same]
    right = [c for c in after if _plain(c.quote) not in same]
    pairs = _pair(left, right)
    paired = {id(c) for pair in pairs for c in pair}
    reworded = tuple(Reworded(a, b, word_diff(a.quote, b.quote)) for a, b in pairs)
    return VersionDiff(
        old=old.id,
        new=new.id,
        since=new.published,
        added=tuple(c for c in right if id(c) not in paired),
        dropped=tuple(c for c in left if id(c) not in paired),
        reworded=reworded,
        figures=_unique(change for r in reworded for change in changed_figures(r.old.quote, r.new.quote)),
        names=_unique(change for r in reworded for change in changed_names(r, old.text, new.text)),
        unchanged=len(same),
    )


def _sentences(document: Document) -> list[Citation]:
    """Every sentence of the running text, as a quotation; furniture is passed over."""
    furniture = [(r.start, r.end) for r in document.regions if r.kind == "furniture"]
    return [
        document.cite(start, end)
        for start, end in sentence_spans(document.text)
        if not any(start < b and a < end for a, b in furniture)
    ]


def _plain(sentence: str) -> str:
    """A sentence without what typesetting changes: case, spaces, kinds of quotation marks and dashes."""
    return " ".join(re.findall(r"\w+", sentence.casefold()))


def _pair(left: Sequence[Citation], right: Sequence[Citation]) -> list[tuple[Citation, Citation]]:
    """Sentences that say one thing in other words, most alike first chosen, in the old version's order."""
    bags = [(set(_plain(c.quote).split()), c) for c in left], [(set(_plain(c.quote).split()), c) for c in right]
    weighed = []
    for i, (one, _) in enumerate(bags[0]):
        for j, (other, _) in enumerate(bags[1]):
            alike = 2 * len(one & other) / max(1, len(one) + len(other))
            if alike >= LEAST_ALIKE and (one - STOP_WORDS) & (other - STOP_WORDS):
                weighed.append((-alike, abs(i - j), i, j))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(weighed):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((i, j))
    return [(left[i], right[j]) for i, j in sorted(pairs)]


def word_diff(old: str, new: str) -> tuple[tuple[Op, str], ...]:
    """Runs of words that stayed, went and came; joined with spaces, the runs but the added ones are ``old``'s words."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[tuple[Op, str]] = []
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            runs.append(("same", " ".join(a[i:j])))
            continue
        if j > i:
            runs.append(("dropped", " ".join(a[i:j])))
        if m > k:
            runs.append(("added", " ".join(b[k:m])))
    return tuple(runs)


def changed_figures(old: str, new: str) -> list[tuple[str, str]]:
    """Figures of two wordings of one sentence that are not the same, paired in order; "" where one has none."""
    before = {_value(q): old[q.start : q.end] for q in quantities(old)}
    after = {_value(q): new[q.start : q.end] for q in quantities(new)}
    gone = [text for value, text in before.items() if value not in after]
    come = [text for value, text in after.items() if value not in before]
    size = max(len(gone), len(come))
    return list(zip(gone + [""] * (size - len(gone)), come + [""] * (size - len(come)), strict=True))


def _value(quantity: Quantity) -> tuple[object, ...]:
    return quantity.low * quantity.factor, quantity.high * quantity.factor, quantity.hedge, quantity.dimension


def changed_names(change: Reworded, old: str, new: str) -> list[tuple[str, str]]:
    """Names of a reworded sentence that the other version's whole text does not have.

    Two that are alike are a pair: a name corrected, or spelt otherwise. The others stand alone, with "" beside them.
    """
    gone = [n for n in names(change.old.quote) if n.casefold() not in new.casefold()]
    come = [n for n in names(change.new.quote) if n.casefold() not in old.casefold()]
    pairs = []
    for name in gone:
        other = max(come, key=lambda c: likeness(name, c), default="")
        if other and likeness(name, other) >= LEAST_LIKENESS:
            come.remove(other)
        else:
            other = ""
        pairs.append((name, other))
    return pairs + [("", name) for name in come]


def likeness(a: str, b: str) -> float:
    """0 to 1; Ratcliff and Obershelp's, as :mod:`difflib` has it."""
    return difflib.SequenceMatcher(None, a.casefold(), b.casefold(), autojunk=False).ratio()


_NAME = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*(?:\s+(?:(?:al|el|bin|ibn|de|da|von|van|of)[\s-])?(?=[^\W\d_a-z]))?)+")


def name_spans(sentence: str) -> list[tuple[int, int]]:
    """Start and end of every run of capitalised words; a single one that merely begins the sentence is left out."""
    found = []
    for match in _NAME.finditer(sentence):
        name = re.sub(r"['’]s$", "", match.group().rstrip(" .,'’-"))
        opens = match.start() <= 1 and len(words(name)) == 1
        if name and not opens and name.lower() not in STOP_WORDS:
            found.append((match.start(), match.start() + len(name)))
    return found


def names(sentence: str) -> list[str]:
    """The runs of :func:`name_spans`, each once."""
    return list(dict.fromkeys(sentence[a:b] for a, b in name_spans(sentence)))


def _unique(changes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(changes))


def about(difference: VersionDiff, topic: Sequence[str]) -> list[tuple[Citation | None, Citation | None]]:
    """The changes as (old, new) pairs, those first that hold more of the topic's words, then those with figures.

    Without a topic all of them; with one, only those that hold some of it. An added sentence has no old, a dropped one
    no new.
    """
    from qa.coverage import coverage

    changes: list[tuple[Citation | None, Citation | None]] = [(r.old, r.new) for r in difference.reworded]
    changes += [(None, c) for c in difference.added]
    changes += [(c, None) for c in difference.dropped]
    weighed = []
    for place, (old, new) in enumerate(changes):
        text = f"{old.quote if old else ''} {new.quote if new else ''}"
        figures = bool(changed_figures(old.quote if old else "", new.quote if new else ""))
        share = coverage(list(topic), text) if topic else 0.0
        if share > 0 or not topic:
            weighed.append((-share, not figures, old is None or new is None, place))
    return [changes[place] for *_, place in sorted(weighed)]
