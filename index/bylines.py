"""Who wrote a text and who published it, read from the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_PARTICLE = r"(?:ab|af|al|ap|av|bin|da|de|del|della|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|y)"
_PART = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?"
_NAME = rf"{_PART}(?:\s+(?:{_PARTICLE}[\s-]+)*{_PART}){{1,4}}"
_ONE_NAME = re.compile(_NAME)
_BY = re.compile(
    r"^(?:(?:written|words|story|report|text|reported|posted|article)\s+)?by:?\s+(?P<who>.+)$", re.IGNORECASE
)
_LABELLED = re.compile(r"^(?:authors?|writers?|reporters?|byline)\s*:\s*(?P<who>.+)$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*,\s+and\s+|\s+and\s+|\s*&\s*|\s*;\s*|\s*,\s*", re.IGNORECASE)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today yesterday tomorrow".split()
)
_AGENCY = (
    r"(?:the\s+)?(?:associated press|reuters|agence france[- ]presse|bloomberg|press association|xinhua|"
    r"deutsche presse-agentur|kyodo|anadolu agency|pa media|(?-i:AFP|AP|UPI|DPA|dpa|EFE|ANSA|TASS|CNN|BBC))"
)
_JOB = (
    r"correspondents?|reporters?|editors?|writers?|columnists?|staff|contributors?|bureau chief|analyst|news|"
    r"times|post|herald|gazette|journal|tribune|chronicle|guardian|telegraph|observer|press|media|magazine"
    r"|service|agency"
)
_ROLE = re.compile(rf"\b(?:{_AGENCY}|{_JOB})\b", re.IGNORECASE)
_CREDIT = re.compile(
    r"\bcontributed (?:(?:additional )?(?:reporting|research|writing)\b"
    r"|(?:to|in) (?:this|the) (?:report|story|article|piece|post)\b)[^.]{0,60}\.?$|^[^.,]{3,60} also contributed\.?$"
    r"|^(?:additional |further |other )?reporting (?:and writing )?by\b"
    r"|^(?:writing|editing|edited|compiled|translated|research|production) by\b"
    r"|^with (?:files|reporting|reports|additional reporting) (?:from|by)\b"
    r"|^[A-Z][^.]{2,60} reported from [^.]{2,60}\.$"
    r"|^this (?:story|report|article) (?:was|has been) (?:reported|written|compiled|produced|corrected|updated)\b"
    r"|^\((?:additional )?(?:reporting|writing|editing) by\b",
    re.IGNORECASE,
)
_PRESS_WORD = re.compile(
    r"\b(?:times|post|herald|gazette|journal|tribune|chronicle|guardian|telegraph|observer|press|news|daily"
    r"|weekly|review|"
    r"mail|courier|bulletin|examiner|globe|mirror|independent|inquirer|sentinel|record|star|sun|today|echo|argus"
    r"|advertiser|"
    r"dispatch|register|standard|broadcasting|magazine|network|media|reuters|bbc|cnn|nbc|abc|cbs|npr|afp)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^(?:from|source|via|published (?:by|in)):?\s+(?P<who>(?:the\s+)?[A-Z][\w.&'’-]*(?:\s+[\w.&'’-]+){0,5})$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)\s+(?=(?:19|20)\d\d))(?:\s*(?:©|\(c\)))?\s*(?:(?:19|20)\d\d(?:\s*[-–,]\s*(?:19"
    r"|20)\d\d)*)?,?\s*(?:by\s+)?"
    r"(?P<who>(?:[A-Z][\w&'’-]*|\.com)(?:[ .](?:of|for|the|and|&|[A-Z][\w&'’-]*)){0,6})?",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r",?\s+(?:inc|llc|ltd|limited|plc|corp|corporation|gmbh|co)\b\.?.*$|\s*all rights reserved.*$", re.IGNORECASE
)
_DATELINE_AGENCY = re.compile(rf"^[A-Z][\w .,'’-]{{1,50}}\((?P<who>{_AGENCY})\)\s*[-–—]+", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})


def is_name(text: str) -> bool:
    """Could the whole text be one person's name (two to five capitalised words)?"""
    words = text.split()
    return (
        _ONE_NAME.fullmatch(text.strip()) is not None
        and not any(word.strip(".,").lower() in _CALENDAR for word in words)
        and words[0].lower() not in {"the", "a", "an", "in", "on", "at", "for", "how", "why", "what", "our", "your"}
    )


def read_byline(line: str) -> tuple[tuple[str, ...], str | None] | None:
    """The authors and the agency a byline names, or None when the line is no byline.

    "By A B and C D", "By A B, Agency", "Author: A B" are; a sentence that begins with "By" is not.
    """
    match = _BY.match(line) or _LABELLED.match(line)
    if match is None or len(line) > 160:
        return None
    authors, agency = _people(match["who"])
    return (authors, agency) if authors else None


def read_signed_name(line: str) -> tuple[tuple[str, ...], str] | None:
    """The author and agency in a line "Name, Agency", or None."""
    name, comma, rest = line.partition(", ")
    if comma and len(rest.split()) <= 5 and is_name(name) and _ROLE.search(rest) and not line.endswith("."):
        return (name,), rest
    return None


def _people(text: str) -> tuple[tuple[str, ...], str | None]:
    """Names up to the first part that is none; that part is the agency or role."""
    authors: list[str] = []
    text = re.split(r"\s+[|•·–—]\s+|\s+in\s+(?=[A-Z])|\s+for\s+(?=[A-Z])", text.strip(), maxsplit=1)[0]
    for part in _SPLIT.split(text):
        part = part.strip()
        if _ROLE.search(part) and (authors or not is_name(part)):
            return tuple(authors), part if re.search(rf"\b(?:{_AGENCY})\b", part, re.IGNORECASE) else None
        if not is_name(part.rstrip(".") if not re.search(r"\b[A-Z]\.$", part) else part):
            return ((), None) if not authors or part.islower() else (tuple(authors), None)
        authors.append(_readable(part.rstrip(".") if len(part.split()[-1]) > 3 else part))
    return tuple(authors), None


def _readable(name: str) -> str:
    """Capitals throughout become name case."""
    return name.title() if name.isupper() and len(name) > 5 else name


def is_role(line: str) -> bool:
    """Is this what stands under a byline: a short line naming a job or a news organisation, no sentence?"""
    return len(line.split()) <= 7 and _ROLE.search(line) is not None and not line.endswith((".", "!", "?", ":"))


def is_credit(text: str) -> bool:
    """Does this line only say who helped: "A and B contributed to this report.", "Editing by C"?"""
    return len(text.split()) <= 40 and _CREDIT.search(text) is not None


def is_press_name(line: str) -> bool:
    """Does a short line read like the name of a newspaper or broadcaster?"""
    return len(line.split()) <= 6 and not line.endswith((".", "?", "!", ":")) and _PRESS_WORD.search(line) is not None


def read_from(line: str) -> str | None:
    """The publisher in a line that is only "From X" or "Source: X", or None."""
    match = _FROM.match(line)
    return match["who"] if match and not line.endswith(".") and "://" not in line else None


def read_copyright(text: str) -> str | None:
    """The holder a copyright line names, without its legal form, or None."""
    for match in _COPYRIGHT.finditer(text):
        who = _LEGAL_FORM.sub("", match["who"] or "").strip(" .,")
        if who and who[0].isupper() and who.lower() not in {"the", "all", "all rights"}:
            return who
    return None


def read_dateline_agency(text: str) -> str | None:
    """The agency in a dateline, "TOWN (Agency) —", or None."""
    match = _DATELINE_AGENCY.match(text)
    return match["who"] if match else None


def host_name(url: str) -> str | None:
    """The host of an address, without a leading "www." or "m."; None for what is no web address."""
    try:
        host = urlsplit(url).hostname if "://" in url else None
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp|edition)\.", "", host) if host else None


def readable_host(host: str, texts: Sequence[str]) -> str:
    """The host as a name: a run of capitalised words in the texts that spells the host, else the host itself."""
    labels = host.split(".")
    skip = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1
    label = re.sub(r"[^a-z0-9]", "", labels[-skip - 1].lower()) if len(labels) > skip else ""
    if len(label) < 3:
        return host
    pattern = r"(?<![\w.@/])" + r"[\s.'’&-]{0,2}".join(map(re.escape, label)) + r"(?![\w.@/])"
    for text in texts:
        for match in re.finditer(rf"(?:\bThe\s+)?{pattern}", text, re.IGNORECASE):
            found = match.group()
            if found[0].isupper() and (" " in found or any(letter.isupper() for letter in found[1:])):
                return found
    return host
