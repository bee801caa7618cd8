"""One question about two things, answered with the same words twice: "the mayors of Ash and of Elm" are two people.

A reader that is asked for the mayor of Elm readily takes the mayor of Ash, whom the text names mayor. Where the other
question is surer of the same answer, and the sentence quoted does not speak of Elm, the answer is the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.coverage import coverage
from qa.grouping import same_answer
from qa.kinds.joining import refused
from qa.kinds.options import Options
from qa.records import Answer

Offer = Callable[[str], Options]


def told_apart(answers: Sequence[Answer], offer: Offer) -> list[Answer]:
    """The answers, but where two are the same the less sure one's next option, or a refusal where that is not sure.

    Args:
        answers: to the parts of a question, found or not; those to anything but two questions that differ in one name
            are left alone.
        offer: all that was found for a question that was asked.
    """
    names = differing([a.asked for a in answers]) if len(answers) == 2 else None
    if names is None:
        return list(answers)
    options = [offer(a.asked) for a in answers]
    best = [a if a.found else next(iter(o.answers), None) for a, o in zip(answers, options, strict=True)]
    one, two = best
    if one is None or two is None or not same_answer(one.short[0], two.short[0]):
        return list(answers)
    less = 0 if answers[0].confidence < answers[1].confidence else 1
    sure, doubted = answers[1 - less], best[less]
    if not sure.found or doubted is None or _speaks_of(doubted, names[less]):
        return list(answers)
    found = list(answers)
    found[less] = _next(options[less], sure.short[0]) or refused([answers[less]])
    return found


def differing(parts: Sequence[str]) -> tuple[str, str] | None:
    """The one name in which two questions differ; None where they differ in anything else."""
    one, two = (part.rstrip("?").split() for part in parts)
    shorter = min(len(one), len(two))
    head = next((i for i in range(shorter) if one[i] != two[i]), shorter)
    tail = next((i for i in range(shorter - head) if one[-1 - i] != two[-1 - i]), shorter - head)
    names = " ".join(one[head : len(one) - tail]), " ".join(two[head : len(two) - tail])
    named = all(name.removeprefix("the ")[:1].isupper() for name in names)
    return names if head and named else None


def _speaks_of(answer: Answer, name: str) -> bool:
    """Whether the sentence that an answer quotes has the name that was asked about."""
    return coverage([word for word in name.split() if word[0].isupper()], answer.citations[0].quote) == 1.0


def _next(options: Options, taken: str) -> Answer | None:
    """The best option that is not ``taken``, if it is sure enough against those that are not."""
    free = [n for n, group in enumerate(options.groups) if not same_answer(group.best.text, taken)]
    if not free or free[0] >= len(options.answers):
        return None
    sure = round(options.probability(free[0], free), 4)
    best = options.groups[free[0]]
    return options.found(best.best, sure, best.witnesses) if sure >= options.least else None
