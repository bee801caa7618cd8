"""Bare questions about one predicate ("When did parliament vote?"), made from QA-SRL's templates.

QA-SRL (He, Lewis and Zettlemoyer 2015) and QANom ask of one verb or noun of a sentence with stand-ins for its other
arguments: "When did someone vote?". Where another question of the same predicate says who that someone is, the
stand-in is replaced by it. The sentence is put among others that do not hold the predicate, so that there is
something to choose from; some questions are put to sentences that hold the predicate with others taking part.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

Row = dict[str, Any]
UNANSWERED = 0.25  # of the questions are asked of the same predicate elsewhere
ALONE = 0.35  # of the questions that name nothing but the predicate ("What rose?") are kept
AROUND = (2, 5)  # sentences put around
LONGEST_FILLER, LONGEST_ANSWER = 6, 14  # words; a reason may be longer
_WH = frozenset("who what when where why how".split())
_AUX = frozenset(
    """is are was were be been being am do does did has have had will would can could should may might must not n't
    isn't wasn't aren't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't
    shouldn't""".split()
)
_SLOTS = frozenset("someone something somewhere".split())
_LEADING = re.compile(r"(?i)^(?:on|in|at|by|from|during|since|until|to|for|with|of|into|about|as|against) ")


def predicate(question: str) -> str:
    """The stem of what a template asks about: its first word that is no question word, helper, stand-in or short."""
    words = re.findall(r"[\w'-]+", question.lower())
    kept = [w for w in words if w not in _WH | _AUX | _SLOTS and len(w) > 2]
    return re.sub(r"(?:ing|e?d|e?s|e)$", "", kept[0]) if kept else ""


def _subject_asked(question: str) -> bool:
    """Whether a template asks for its own grammatical subject: "Who voted?", "What is being built?"."""
    words = re.findall(r"[\w'-]+", question.lower())
    rest = [w for w in words[1:] if w not in _AUX]
    return words[0] in ("who", "what") and bool(rest) and rest[0] not in _SLOTS


def _passive(question: str) -> bool:
    return bool(re.search(r"(?i)\b(?:is|are|was|were|been|being)\b(?! \w+ing\b)", question))


def filled(question: str, others: Sequence[Row]) -> str | None:
    """The template with its subject's stand-in replaced by what the ``others`` of its predicate say of it; None when
    a stand-in is left, or the subject is not known or too long."""
    slot = re.search(r"(?i)^(\w+(?: \w+n't| \w+)? )(someone|something)\b", question)
    if slot:
        who = {"someone": "who", "something": "what"}[slot.group(2).lower()]
        known = [
            min((a["text"] for a in o["answers"]), key=lambda t: abs(len(t.split()) - 3))
            for o in others
            if o["question"].lower().startswith(who)
            and _subject_asked(o["question"])
            and _passive(o["question"]) == _passive(question)
        ]
        if not known or len(known[0].split()) > LONGEST_FILLER:
            return None
        question = question[: slot.start(2)] + known[0] + question[slot.end(2) :]
    question = re.sub(r"(?: (?:in|from|to|for|with|by|of|at|on))? (?:someone|something|somewhere)\?$", "?", question)
    return None if re.search(r"(?i)\bsome(?:one|thing|where)\b|\bdoing\b", question) else question


def trimmed(answer: Row, question: str) -> tuple[int, int]:
    """(start, end) of an answer without the preposition that the question holds already or does not ask for."""
    start, text = answer["answer_start"], answer["text"]
    lead = _LEADING.match(text)
    if lead and (
        question.lower().startswith(("when", "where")) or question.lower().endswith(f" {lead.group().strip()}?")
    ):
        start += lead.end()
    return start, answer["answer_start"] + len(text)


def bare_questions(items: Sequence[Row], source: str, rng: random.Random) -> Iterator[Row]:
    """Training rows of the list form's items, which must come in their order: one sentence's after another's."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for item in items:
        groups[item["context"], predicate(item["question"])].append(item)
    holding: dict[str, list[str]] = defaultdict(list)
    for sentence, stem in groups:
        holding[stem].append(sentence)
    sentences = list(dict.fromkeys(item["context"] for item in items))
    for (sentence, stem), group in groups.items():
        for item in group:
            question = filled(item["question"], [o for o in group if o is not item])
            if question is None or len(stem) < 2:
                continue
            if _subject_asked(item["question"]) and len(question.split()) < 5 and rng.random() > ALONE:
                continue
            spans = sorted({trimmed(a, question) for a in item["answers"]})
            longest = 2 * LONGEST_ANSWER if question.lower().startswith(("why", "how")) else LONGEST_ANSWER
            spans = [(s, e) for s, e in spans if s < e and len(sentence[s:e].split()) <= longest]
            elsewhere = [s for s in holding[stem] if s != sentence]
            if not spans:
                continue
            told = sentence
            if elsewhere and not _subject_asked(item["question"]) and rng.random() < UNANSWERED:
                told, spans = rng.choice(elsewhere), []
            around = [
                s
                for s in rng.sample(sentences, min(len(sentences), rng.randint(*AROUND)))
                if stem not in s.lower() and s != told
            ]
            before = around[: rng.randint(0, len(around))]
            shift = sum(len(s) + 1 for s in before)
            yield {
                "question": question,
                "context": " ".join([*before, told, *around[len(before) :]]),
                "spans": [[s + shift, e + shift] for s, e in spans],
                "many": None,
                "source": source,
                "negatives": [],
            }
