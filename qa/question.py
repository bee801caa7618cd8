"""What a question asks for: its kind and its telling words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.sentences import sentence_spans
from qa.errors import QuestionError
from qa.patterns import OPENS_YES_NO

Kind = Literal["who", "when", "where", "number", "why", "how", "yesno", "what"]

MAX_QUESTION_CHARS = 2_000

# First match wins; "how many" must come before "how", "what year" before "what".
_KIND_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "number",
        r"\bhow (?:many|much|big|large|high|low|tall|old|far|long(?! ago)|often|fast|deep|wide|heavy|few)\b",
    ),
    (
        "number",
        r"\b(?:what|which) (?:\w+ ){0,2}?(?:number|percentage|percent|share|proportion|fraction|amount|price|"
        r"cost|sum|total|size|age|rate|figure|toll|distance|speed|height|temperature)\b",
    ),
    ("number", r"\b(?:death toll|number of|size of|cost of|price of|percentage of|amount of)\b"),
    (
        "when",
        r"\bwhen\b|\bhow long ago\b|\bsince when\b|\b(?:what|which) (?:\w+ )?(?:day|date|year|month|week|time|"
        r"decade|century|weekday)\b|\bdate of\b",
    ),
    ("why", r"\bwhy\b|\bwhat (?:was the )?(?:reason|cause|led|prompted|caused)\b|\bfor what reason\b|\bhow come\b"),
    (
        "where",
        r"\bwhere\b|\b(?:in |at |from |to )?(?:what|which) (?:\w+ )?(?:country|countries|city|cities|town|"
        r"village|place|state|province|region|continent|location|base|airport|island)\b",
    ),
    (
        "who",
        r"\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ ){0,2}?(?:person|people|man|woman|men|women|official|general|"
        r"commander|leader|president|minister|secretary|spokes\w+|analyst|author|journalist|reporter|"
        r"player|actor|actress|singer|company|organi[sz]ation|group|agency|party|militia|team|newspaper)s?\b",
    ),
    ("how", r"\bhow\b"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KIND_PATTERNS)
_YES_NO = re.compile(
    rf"^(?:and |so |but )?{OPENS_YES_NO}\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*", re.UNICODE)

STOP_WORDS = frozenset(
    """a about according after all also an and any are as at be because been before being between both but by can could
    did do does doing done during each for from get got had has have having he her here hers him his how i if in
    into is it its just like make made many may me might more most much must my name no not of off on one or
    other our out over own said same say says she should since so some such tell than that the their them then
    there these they this those through to too under until up us very was we were what when where which while
    who whom whose why will with would you your""".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read."""

    text: str
    kind: Kind
    terms: tuple[str, ...]  # its words in lower case, without the common ones
    names: tuple[str, ...]  # capitalised words that do not merely begin the question, as written


def clean(text: str) -> str:
    """One line, single spaces.

    Raises:
        QuestionError: there is nothing in it, or more than ``MAX_QUESTION_CHARS`` code points.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not any(c.isalnum() for c in line):
        raise QuestionError("the question is empty: ask something in words, such as 'When did parliament vote?'")
    if len(line) > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"the question has {len(line):,} characters, more than {MAX_QUESTION_CHARS:,}: "
            "ask one thing, and add long texts as documents"
        )
    return line


_OF_ONE = re.compile(r"^\W*[Ww]hom?(?:['’]s\b|\s+(?:is|are|was|were)\s+(?:(?:the|an?|his|her|its|their)\b|[A-Z]))")


def may_be_several(question: Question) -> bool:
    """Whether a who-question asks for all who did or suffered something, as "Who was killed?" does."""
    return bool(re.match(r"^\W*whom?\b", question.text, re.IGNORECASE)) and not _OF_ONE.search(question.text)


def words(text: str) -> list[str]:
    """The words of a text as written, possessive endings removed."""
    return [re.sub(r"['’]s?$", "", match.group()) for match in _WORD.finditer(text)]


def asking(text: str) -> str:
    """The sentence that asks, where others lead up to it ("The bridge fell. Who built it?"); else all of the text."""
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    return next((s for s in reversed(sentences) if s.rstrip("\"'”’»").endswith("?")), text)


def kind_of(text: str) -> Kind:
    """The kind of answer a question asks for; "what" when nothing more is plain."""
    text = asking(text)
    opens_yes_no = _YES_NO.search(text)
    if opens_yes_no and " or " not in text.lower():
        return "yesno"
    found = [
        (match.start(), order, kind) for order, (kind, pattern) in enumerate(_KINDS) if (match := pattern.search(text))
    ]
    return min(found)[2] if found else "what"


def read_question(text: str) -> Question:
    """Take a question apart.

    Raises:
        QuestionError: empty or too long.
    """
    line = clean(text)
    all_words = words(line)
    return Question(
        text=line,
        kind=kind_of(line),
        terms=tuple(dict.fromkeys(w.lower() for w in all_words if w.lower() not in STOP_WORDS)),
        names=tuple(
            dict.fromkeys(
                w for i, w in enumerate(all_words) if w[0].isupper() and i > 0 and w.lower() not in STOP_WORDS
            )
        ),
    )
