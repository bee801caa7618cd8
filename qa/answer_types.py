"""Does a span look like an answer to this kind of question? Weak evidence that breaks ties; never a veto."""

from __future__ import annotations

import re

from qa.question import Kind, words

_NUMBER_WORDS = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|"
    r"millions?|billions?|trillions?|dozens?|half|third|thirds|quarter|quarters|once|twice|none|several|few|scores|single|"
    r"first|second|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
)
NUMBER = re.compile(rf"\d|\b{_NUMBER_WORDS}\b", re.IGNORECASE)
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DATE = re.compile(
    rf"\b{_MONTHS}|\b(?:1[0-9]|20)\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:today|yesterday|tomorrow|tonight|morning|noon|afternoon|evening|night|midnight|dawn|dusk)\b"
    r"|\b(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century|centur|season|spring|summer|autumn|"
    r"fall|winter)(?:s|ies)?\b|\d\s?[ap]\.?m\b|\b(?:eve|christmas|easter|ramadan|eid|thanksgiving|holiday)\b"
    r"|\b(?:before|after|during|since|until|when|while|ago|now|immediately|soon|later|earlier)\b",
    re.IGNORECASE,
)


def type_fit(kind: Kind, text: str) -> float:
    """How well ``text`` looks like an answer of this kind.

    Returns:
        1.0 it does, 0.0 nothing to say, -1.0 it does not.
    """
    if kind == "number":
        return 1.0 if NUMBER.search(text) else -1.0
    if kind == "when":
        return 1.0 if DATE.search(text) else -1.0
    if kind in ("who", "where"):
        return 1.0 if any(w[0].isupper() for w in words(text)) or _unicased(text) else -0.5
    if kind in ("why", "how"):
        return 0.5 if len(words(text)) >= 3 else -0.5
    return 0.0


def _unicased(text: str) -> bool:
    """Scripts without capital letters say nothing about names."""
    return any(c.isalpha() and c.lower() == c.upper() for c in text)
