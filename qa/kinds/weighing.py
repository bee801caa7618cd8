"""Decisions from all that may be the answers to their parts, where the parts by themselves are not settled.

Every choice of one option a part is decided by value; the likeliest that decides anything stands. Each of its facts is
then weighed against the options that, in its place, would have changed the decision; the least sure of them is how
sure the decision is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from qa.coverage import context, coverage
from qa.followups.word_classes import singular
from qa.grouping import content_words
from qa.kinds.aboutness import speaks_of
from qa.kinds.days import overlap, placed_by
from qa.kinds.deciding import Decision, amount
from qa.kinds.options import Options
from qa.kinds.parallel import same_words
from qa.kinds.things import head
from qa.news.quantities import compare
from qa.records import Answer

Decide = Callable[[Sequence[Answer]], Decision | None]

MOST_CHOICES = 216  # choices of one option a part that are looked at
ABOUT = 0.5  # share of the words that tell a thing apart, from which another passage with none of them is not about it


@dataclass(frozen=True, slots=True)
class Weighed:
    """A decision with the facts it rests on, and how sure the least sure of them is, 0 to 1."""

    answers: tuple[Answer, ...]
    decision: Decision
    confidence: float
    least: float  # confidence below which nothing is shown

    @property
    def sure(self) -> bool:
        """Whether the decision may be shown."""
        return self.confidence >= self.least


def weighed(things: Sequence[str], parts: Sequence[Options], decide: Decide) -> Weighed | None:
    """The likeliest decision and its confidence; None where no choice of options decides.

    Args:
        things: as the question words them.
        parts: what was found for the question about each of them.
        decide: decides from one found answer a part.
    """
    allowed = [_about(thing, things, part) for thing, part in zip(things, parts, strict=True)]
    reach = max(1, int(MOST_CHOICES ** (1 / max(1, len(parts)))))
    best: tuple[float, tuple[int, ...], Decision] | None = None
    for choice in product(*(indices[:reach] for indices in allowed)):
        score = sum(part.groups[n].score for part, n in zip(parts, choice, strict=True))
        if best is not None and score <= best[0]:
            continue
        decision = _decided(parts, choice, decide)
        if decision is not None:
            best = score, choice, decision
    if best is None:
        return None
    _, choice, decision = best
    choice, sure = _surest(choice, parts, allowed, decision, decide)
    answers = tuple(
        replace(part.answers[n], confidence=round(p, 4)) for part, n, p in zip(parts, choice, sure, strict=True)
    )
    decided = decide(answers) or decision
    return Weighed(answers, decided, min(sure, default=0.0), max((p.least for p in parts), default=1.0))


def _surest(
    choice: tuple[int, ...],
    parts: Sequence[Options],
    allowed: Sequence[Sequence[int]],
    decision: Decision,
    decide: Decide,
) -> tuple[tuple[int, ...], list[float]]:
    """The choice with each option exchanged for the surest that decides the same, and how sure each is."""
    sure: list[float] = []
    for place, part in enumerate(parts):
        options = [n for n in allowed[place] if _same(_with(choice, place, n), parts, decision, decide)]
        weights = {
            n: part.probability(n, _rivals(place, n, choice, parts, allowed[place], decision, decide)) for n in options
        }
        surest = max(options, key=lambda n: (weights[n], n == choice[place], -n))
        choice = _with(choice, place, surest)
        sure.append(weights[surest])
    return choice, sure


def _with(choice: tuple[int, ...], place: int, option: int) -> tuple[int, ...]:
    return (*choice[:place], option, *choice[place + 1 :])


def _same(choice: Sequence[int], parts: Sequence[Options], decision: Decision, decide: Decide) -> bool:
    found = _decided(parts, choice, decide)
    return found is not None and found.short == decision.short


def _decided(parts: Sequence[Options], choice: Sequence[int], decide: Decide) -> Decision | None:
    answers = [part.answers[n] for part, n in zip(parts, choice, strict=True)]
    return None if same_words(answers) else decide(answers)


def _rivals(
    place: int,
    chosen: int,
    choice: tuple[int, ...],
    parts: Sequence[Options],
    allowed: Sequence[int],
    decision: Decision,
    decide: Decide,
) -> list[int]:
    """The options of a part that would have changed the decision in the place of the ``chosen`` one."""
    part = parts[place]
    against = []
    for other in allowed:
        if other == chosen or _one_value(part.answers[chosen], part.answers[other]):
            continue
        answers = [p.answers[n] for p, n in zip(parts, _with(choice, place, other), strict=True)]
        if same_words(answers):
            if not _other_s(place, other, choice, parts):
                against.append(other)
            continue
        found = decide(answers) or decide(placed_by(answers, place))
        if found is None or found.short != decision.short:
            against.append(other)
    return [*against, *part.others()]


def _other_s(place: int, other: int, choice: Sequence[int], parts: Sequence[Options]) -> bool:
    """Whether the words of an option are another part's chosen ones, and there the surer: they are no rival here."""
    here = parts[place].groups[other].score
    return all(
        parts[n].groups[choice[n]].score > here
        for n in range(len(parts))
        if n != place and same_words([parts[n].answers[choice[n]], parts[place].answers[other]])
    )


def _one_value(a: Answer, b: Answer) -> bool:
    """Whether two answers can both be right: their days overlap, or their numbers are compatible."""
    one, other = amount(a), amount(b)
    if overlap(a, b):
        return True
    return not (a.resolved or b.resolved) and bool(one and other and compare(one, other) == "compatible")


def _about(thing: str, things: Sequence[str], part: Options) -> list[int]:
    """The options of a part that may be about the thing: where some passage has the words that tell it apart from the
    other things, its noun aside ("the attack at the airport"), one without any of them is about something else."""
    own = {w for t in things if t != thing for w in content_words(t)}
    words = [w for w in content_words(thing) if w not in own]
    telling = tuple(w for w in words if singular(w) != head(thing)) or tuple(words)
    bests = [group.best for group in part.groups[: len(part.answers)]]
    held = [coverage(telling, context(best.document, best.hit.passage)) for best in bests]
    strict = bool(telling) and max(held, default=0.0) >= ABOUT
    return [
        n
        for n, share in enumerate(held)
        if (share > 0 or not strict) and speaks_of(part.question.text, part.answers[n])
    ]
