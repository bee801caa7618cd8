"""A question about a version as the reader is asked it: "the article gives", "does it say" and the like taken out.

No article speaks of what it says, so a question that does shares fewer words with it than it could.
"""

from __future__ import annotations

import re

THE_ARTICLE = "the article"  # stands for the version in a question that needs a subject
_IT = r"(?:the article|it)"
_DO = r"(?:does|did|do)"
_NUMERAL = r"(?:\w+\s+)?(?:number|figure)"
_TOLL = r"(?:death\s+)?toll"
_CLAUSE = re.compile(
    rf"^(?P<wh>.+?)\s+{_DO}\s+{_IT}\s+(?:still\s+)?(?:say|claim|report|state|suggest|think|believe|tell us)\s+"
    r"(?:that\s+)?(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"^what\s+{_DO}\s+{_IT}\s+(?:say|report|state|write|tell(?:\s+us)?)\s+(?:about|of|on)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    rf"^{_DO}\s+{_IT}\s+(?:say|tell(?:\s+us)?|state|report|reveal|mention)\s+"
    r"(?P<rest>(?:who|whom|whose|what|which|when|where|why|how)\b.+)$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"^(?:what|which)\s+(?P<noun>(?:[\w'’-]+\s+){{0,2}}?[\w-]+)\s+{_DO}\s+{_IT}\s+"
    r"(?:give|offer|state|report|cite|provide|quote)(?:\s+(?:for|of|to|in)\s+(?P<rest>\S.*))?$",
    re.IGNORECASE,
)
_PUT_AT = re.compile(
    rf"^(?:at\s+(?:what|which|how\s+much|how\s+many)(?:\s+{_NUMERAL})?|how\s+(?:high|large|big))\s+{_DO}\s+{_IT}\s+"
    r"(?:put|set|place)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"^what\s+{_DO}\s+{_IT}\s+call\s+(?P<rest>.+)$", re.IGNORECASE)
_DESCRIBED = re.compile(
    rf"^how\s+{_DO}\s+{_IT}\s+(?P<verb>describe|characteri[sz]e|explain|identify|refer\s+to)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_PASSIVES = {
    "name": "named", "quote": "quoted", "cite": "cited", "mention": "mentioned",
    "credit": "credited", "identify": "identified", "list": "listed", "accuse": "accused", "describe": "described",
    "report": "reported", "give": "given", "call": "called", "hold": "held",
}  # fmt: skip
_PASSIVE = re.compile(
    rf"^(?P<wh>(?:who|whom|whose|what|which|how\s+(?:many|much))\b.*?)\s+{_DO}\s+{_IT}\s+"
    rf"(?P<verb>{'|'.join(_PASSIVES)})\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_WITH_FOR = frozenset("reason explanation cause motive justification grounds".split())
_THE_TOLL = re.compile(
    rf"^(?:what|which)\s+(?:is|was)\s+the\s+{_TOLL}(?:\s+(?:of|for|from|in)\s+(?P<rest>\S.*))?$", re.IGNORECASE
)


def plain_wording(question: str) -> str:
    """A question in which the article is "the article", asked of what it reports; as it was where it already is.

    "What does the article say about the crane?" is "What is said about the crane?", and "How many does the article say
    died?" is "How many died?".
    """
    line = question.strip()
    end = line[len(line.rstrip(" ?!.")) :].strip() or "?"
    said = _said(line.rstrip(" ?!."))
    return f"{said[:1].upper()}{said[1:]}{end}"


def _said(line: str) -> str:
    """:func:`plain_wording` of a question without its mark."""
    if match := _ABOUT.match(line):
        return f"What is said about {match['rest']}"
    if match := _WHETHER.match(line):
        return match["rest"]
    if match := _PUT_AT.match(line):
        return _toll(f"What is {match['rest']}")
    if match := _GIVEN.match(line):
        return _toll(_value(match["noun"], match["rest"] or ""))
    if match := _CALLED.match(line):
        return f"What is {match['rest']} called"
    if match := _DESCRIBED.match(line):
        done = {"identify": "identified", "explain": "explained"}.get(match["verb"].lower(), "described")
        return f"How {'are' if re.search(r'(?<!s)s$', match['rest']) else 'is'} {match['rest']} {done}"
    if match := _CLAUSE.match(line):
        return f"{match['wh']} {match['rest']}"
    if match := _PASSIVE.match(line):
        be = "are" if re.match(r"how\s+many\b", match["wh"], re.IGNORECASE) else "is"
        wh = re.sub(r"^whom\b", "Who", match["wh"], flags=re.IGNORECASE)
        return f"{wh} {be} {_PASSIVES[match['verb'].lower()]}{match['rest']}"
    return _toll(line)


def _value(noun: str, rest: str) -> str:
    """A value that the article gives for something: "the age of the captain", "the reason for the delay"."""
    if not rest:
        return f"What is the {noun}"
    link = "for" if noun.split()[-1].lower() in _WITH_FOR else "of"
    return f"What is the {noun} {link} {rest}"


def _toll(line: str) -> str:
    """A toll is how many were killed, and that is how reports put it."""
    match = _THE_TOLL.match(line)
    if match is None:
        return line
    return f"How many people were killed in {match['rest']}" if match["rest"] else "How many people were killed"
