"""Lists in running text: in "Ana Ruiz, Tom Berg and the mayor of Vigo" three things are said in one breath.

Of neighbouring parts of the reader's 1,051 training questions for several things five in six are joined so, and what
stands beside one part in such a list is another part, or a piece of one, 96 times in 100.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.followups import word_classes as wc
from qa.question import STOP_WORDS
from qa.spans import around, trim

Offsets = tuple[int, int]  # code points of a passage, [start, end)

MAX_WORDS = 6  # of a thing that is no name, and of what describes a name before it
NEAR = 150  # characters looked back for where a thing begins
_UPPER = "".join(c for c in map(chr, range(0x0590)) if c.isupper())
_QUOTE = '[“”‘’"]'
# What may stand between two things: the first one's closing mark, its remark in brackets, its age; the joint itself.
_JOINT = re.compile(
    rf"{_QUOTE}?(?:\s\([^()]{{1,40}}\))?(?:,\s\d{{1,2}}(?=,|\s(?:and|or)\b))?"
    rf"(?:,?{_QUOTE}?\s+(?P<last>and|or|as well as)\b(?:\s+also\b)?\s+|(?P<comma>[,;]){_QUOTE}?\s+)(?=\S)"
)
_PARTICLES = r"(?:(?:of|the|de|la|le|el|al|bin|ibn|van|von|der|den|du|da|dos|di|del|for)\s+){0,2}"
_CAPITAL = rf"(?:[{_UPPER}][\w.]{{0,4}}\.(?=\s[{_UPPER}])|[{_UPPER}][\w’'.\-–&!/]*[\w!]|[{_UPPER}]\.?)"
_NAME = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?)\s+)?{_QUOTE}?(?:\d[\w.:]*\s+)?{_CAPITAL}(?:\s+{_PARTICLES}(?:{_CAPITAL}|\d[\w.:]*))*"
)
_ENDS_IN_NAME = re.compile(rf"(?:^|.*[\s\-–“\"‘])(?:{_CAPITAL}|\d[\w.:]*)$", re.DOTALL)
_OPENING = re.compile(rf"(?:(?:[Tt]he|[Aa]n?)\s+)?{_QUOTE}?$")
_CUT = re.compile(  # where a thing that is no name has ended
    r"\s*(?:\b(?:who|which|that|whose|where|when|while|after|before|because|since|if|as|but|than|in|at|on|from|to|by|"
    r"with|for|into|over|under|against|about|during|through|is|are|was|were|be|been|has|have|had|will|would|can|could|"
    r"may|might|should|did|does|do|said|says|told|not)\b|[.;:!?()—\n]|–\s|$)"
)
_NOT_DESCRIBING = wc.CONJUNCTIONS | (wc.DETERMINERS - {"the", "his", "her", "its", "their"}) | {"another", "other"}
_ADJECTIVE = re.compile(r"[-–][a-z]+(?:ed|ing)$")
_OPENERS = STOP_WORDS - {"the", "a", "an"}
_ADVERBIAL = re.compile(r"\W*(?:in|at|on|after|before|during|for|with|from|since|as|for)\b[^,;]*", re.IGNORECASE)
_REST = re.compile(r"(?:(?:the|all|many|several|some)\s+)?(?:others?|more|elsewhere|so on)\b", re.IGNORECASE)
_TITLE = re.compile(rf"[“\"](?P<inner>[{_UPPER}\d][^“”\"]{{2,60}})[”\"]")


def siblings(text: str, start: int, end: int) -> list[Offsets]:
    """What stands in one list with ``text[start:end]``, in text order; empty where that is no part of a list.

    A list is closed by "and" or "or". Beside a name only names count.
    """
    low, stop = around(text, start, end)
    named = bool(_ENDS_IN_NAME.match(re.sub(r"\s\([^()]*\)$", "", text[start:end])))
    before = _before(text, start, low, named)
    after = [] if before and before[0][1] else _after(text, end, stop, named)
    closed = after[-1][1] if after else bool(before) and before[0][1]
    found = sorted(item for item, _ in before + after) if closed else []
    if found and found[0][0] < start and _ADVERBIAL.fullmatch(text, low, found[0][0]):
        found = found if text[max(end, found[-1][1]) :][:1] == "," else found[1:]  # "In Vigo, Ana and Tom sang"
    return [(a, b) for a, b in found if not _REST.match(text, a, b)]


def items(text: str, start: int, end: int, known: Sequence[Offsets] = ()) -> list[Offsets]:
    """The things that ``text[start:end]`` lists, at least one, each without the marks around it.

    "A, B and C" are three; "A and B, C or D" are three, for an "and" before the last comma belongs to one thing;
    "A, B" is one, "Kobe, Japan", unless the sentence goes on with "and C". Titles of works stay whole.

    Args:
        text: a passage.
        start: where the stretch begins.
        end: where it ends.
        known: parts that something else has found: between two of them a lone "and" parts things however unlike.
    """
    titles = _titles(text)
    joints = [m for m in _JOINT.finditer(text, start, end) if m.end() < end]
    joints = [m for m in joints if not any(a < m.start() < b - 1 for a, b in titles)]
    if "\n" in text[start:end] or not _lists(text, start, end, joints):
        return [trim(text, start, end)]
    commas = [m for m in joints if _comma(m)]
    after = commas[-1].start() if commas else start
    final = next((m for m in joints if m["last"] and m.start() >= after), None)
    if commas:
        on = _JOINT.match(text, end)
        serial = any(m["last"] for m in commas) or bool(on and on["last"])
        joints = commas if serial or final is None else [*commas, final]
    elif final is not None and not (_alike(text, start, end, final) or _between(final, known)):
        joints = []
    cuts = [start, *(at for m in joints for at in (m.start(), m.end())), end]
    pieces = [trim(text, a, b) for a, b in list(pairwise(cuts))[::2]]
    return [(a, b) for a, b in pieces if a < b and not _REST.match(text, a, b)] or [trim(text, start, end)]


def _lists(text: str, start: int, end: int, joints: Sequence[re.Match[str]]) -> bool:
    """Whether the joints of a stretch make a list of it, or of it and what follows."""
    plain = any(m["last"] or m["comma"] == ";" for m in joints)
    return plain or len(joints) > 1 or bool(joints and siblings(text, start, end))


def _comma(joint: re.Match[str]) -> bool:
    return bool(re.search(r"[,;](?![^(]*\))", joint.group()))


def _between(joint: re.Match[str], known: Sequence[Offsets]) -> bool:
    return any(b <= joint.end() for _, b in known) and any(a >= joint.start() for a, _ in known)


def _titles(text: str) -> list[Offsets]:
    """Where quoted titles of works stand: what is in quotation marks, each telling word with a capital."""
    return [
        m.span()
        for m in _TITLE.finditer(text)
        if all(w[0].isupper() or w[0].isdigit() or w.lower() in STOP_WORDS for w in re.findall(r"\w+", m["inner"]))
    ]


def _alike(text: str, start: int, end: int, joint: re.Match[str]) -> bool:
    """Whether both sides of a lone "and" are names, or neither is."""
    sides = text[start : joint.start()], text[joint.end() : end]
    named = [bool(_ENDS_IN_NAME.match(side.strip("“”\"’‘'"))) for side in sides]
    return named[0] == named[1]


def _after(text: str, end: int, stop: int, named: bool) -> list[tuple[Offsets, bool]]:
    """What follows in the list, each with whether "and" stands before it; ends with the first that has it."""
    found: list[tuple[Offsets, bool]] = []
    at = end
    while joint := _JOINT.match(text, at, stop):
        item = _name_from(text, joint.end(), stop) if named else _thing_from(text, joint.end(), stop)
        if item is None:
            break
        found.append((item, bool(joint["last"])))
        at = item[1]
        if joint["last"]:
            break
    return found


def _name_from(text: str, at: int, stop: int) -> Offsets | None:
    """The name that begins here, after what describes it: "ex–finance minister Ana Ruiz", "Vigo mayor Ana Ruiz"."""
    name = _NAME.match(text, at, stop)
    described = _described(text, name.end() if name else at, stop)
    plain = name.span() if name and not _ADJECTIVE.search(name.group()) else None
    return described or plain


def _described(text: str, at: int, stop: int) -> Offsets | None:
    """The name after at most a handful of words in small letters, none of them a verb or a preposition."""
    words = re.compile(rf"\s*(?:[^\W{_UPPER}\d][\w’'\-–]*\s+){{1,5}}(?=[{_UPPER}])").match(text, at, stop)
    if words is None or _hindered(words.group()):
        return None
    name = _NAME.match(text, words.end(), stop)
    return name.span() if name else None


def _hindered(words: str) -> bool:
    """Whether words cannot all describe the name that follows: a verb, a preposition, "and" among them."""
    cut = _CUT.search(words.strip())
    return (cut is not None and cut.start() < len(words.strip())) or any(
        w in _NOT_DESCRIBING or w.endswith("ing") or wc.is_finite(w) for w in words.split()
    )


def _thing_from(text: str, at: int, stop: int) -> Offsets | None:
    """The words that begin here, up to the next joint, verb or preposition."""
    joint = _JOINT.search(text, at, stop)
    cut = _CUT.search(text, at, stop)
    last = min([stop, *(m.start() for m in (joint, cut) if m)])
    found = text[at:last].rstrip()
    return (at, at + len(found)) if found and len(found.split()) <= MAX_WORDS else None


def _before(text: str, start: int, low: int, named: bool) -> list[tuple[Offsets, bool]]:
    """What precedes in the list, the nearest first, each with whether "and" stands after it."""
    found: list[tuple[Offsets, bool]] = []
    at = start
    while joint := _joint_before(text, at, low, named):
        if found and joint["last"]:
            break  # the end of another list
        item = _name_until(text, joint.start(), low) if named else _thing_until(text, joint.start(), low)
        if item is None:
            break
        found.append((item, bool(joint["last"])))
        at = item[0]
    return found


def _joint_before(text: str, at: int, low: int, named: bool) -> re.Match[str] | None:
    """The joint that a thing follows: between them its article, an opening mark, what describes a name."""
    opened = _OPENING.search(text, low, at)
    nearest = _last_joint(text, low, at)
    if nearest is None:
        return None
    between = text[nearest.end() : at]
    if nearest.end() >= (opened.start() if opened else at):
        return nearest
    few = len(between.split()) < MAX_WORDS
    return nearest if named and few and not _hindered(between) else None


def _last_joint(text: str, low: int, at: int) -> re.Match[str] | None:
    found = [m for m in _JOINT.finditer(text, max(low, at - NEAR), min(len(text), at + 1)) if m.end() <= at]
    return found[-1] if found else None


def _name_until(text: str, end: int, low: int) -> Offsets | None:
    near = low if end - low < NEAR else text.rfind(" ", low, end - NEAR) + 1
    found = [m.span() for m in _NAME.finditer(text, near, end) if m.end() == end]
    if not found:
        return None
    start = found[-1][0]
    while start == low and (word := re.match(r"(\w+)\s+", text[start:end])) and word[1].lower() in _OPENERS:
        start = low = low + word.end()  # the first word of a sentence has a capital by chance
    return start, end


def _thing_until(text: str, end: int, low: int) -> Offsets | None:
    """The words that end here, where a comma shows where they begin."""
    nearest = _last_joint(text, low, end)
    if nearest is None or nearest["last"]:
        return None
    found = text[nearest.end() : end]
    cut = _CUT.search(found)
    fits = len(found.split()) <= MAX_WORDS and cut is not None and cut.start() == len(found)
    first = found.split()[0].lower() if fits else ""
    return (nearest.end(), end) if fits and first not in wc.PREPOSITIONS else None
