"""Are two names the same, by themselves? By transliteration, and by how names are shortened.

A wrong merge is worse than a missed one: a name is shortened to its last word only, never to its first; what stands
before that word must fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.transliteration import distance, fold, same_word, sounds
from qa.followups import word_classes as wc
from qa.news.sinitic import same_chinese, two_syllables

TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady gen general maj major col colonel lt lieutenant capt captain
    sgt sergeant brig brigadier adm admiral cmdr commander president minister prime secretary senator sen rep
    representative gov governor king queen prince princess pope ayatollah sheikh shaikh sheik imam rabbi judge justice
    chief chancellor mayor ambassador chairman chairwoman acting former then late spokesman spokeswoman spokesperson
    defense defence foreign state deputy leader premier comrade marshal sayyid sayed mullah hajj haji rev reverend
    cardinal bishop archbishop jr sr""".split()
)
_KINDS_OF_OFFICE = frozenset("defense defence foreign state prime deputy acting former then late".split())
_OF_OFFICE = frozenset("of the state defense defence for foreign affairs staff".split())
# What a name of a body ends in: "Justice" and "General" are no titles there, and its last word alone is no name of it.
_BODIES = frozenset(
    """department ministry staff council office court house party army navy force forces guard guards university college
    committee commission agency bank bureau assembly congress parliament senate union league front movement
    organization organisation institute company corporation group association federation authority service command
    corps brigade brigades division battalion motors electric times post news journal press agency hospital school
    church mosque airport port base bridge street square river sea lake island islands mountains province state
    states republic kingdom city county district war day accord treaty initiative museum fund club team tower
    hotel stadium center centre industries airlines embassy prison police militia militias units council""".split()
)
_ADJECTIVE = re.compile(r"(?:ial|ical|ional|istic|ern|ish|ese)$")
_REGNAL = re.compile(r"\b(?:King|Queen|Prince|Princess|Pope|Emperor|Empress|Sultan|Emir|Shah|Tsar)\b", re.IGNORECASE)
_OFFICE_HYPHEN = re.compile(
    r"\b([Ss]ecretary|[Mm]ajor|[Ll]ieutenant|[Aa]ttorney|[Gg]overnor|[Vv]ice|[Bb]rigadier)-(?=[A-Za-z])"
)
_OWNER = re.compile(r"^(?:the\s+)?[^\W\d_][\w\-]*['’]s?\s+(?=\S+\s+\S)")
# Words that make another name of the name they stand before: no short form leaves them out.
_TELLING_APART = frozenset(
    """north south east west northern southern eastern western central upper lower new old great greater little inner
    outer saint san santa free united young anti pro non mid""".split()
)
FEW = frozenset("of the and in for on at to a an".split())
_ARTICLE = re.compile(r"^(?:al|el|ul|ad|as|ash|at|an|ar|az|es|er|en|ed)[-–](?=\w{2})", re.IGNORECASE)
LONE_ARTICLES = frozenset("al el ul".split())
_SERVANT = re.compile(r"^abd(?:[aeiou]l?|[aeou]?[lrnzs])?$")
FATHER = frozenset("abu abou abo umm oum".split())
SON = {"ibn": "bin", "ben": "bin", "bint": "bint", "bin": "bin"}
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’‘ʿʾʼ.\-–](?=[^\W_]))*", re.UNICODE)
_SLACK = 0.1  # for one word of a name whose other words agree


def one_word(a: str, b: str, slack: float = 0.0) -> bool:
    """Whether two words of names can be one, and are not known for two: George and Georgia, Zhou and Zhu."""
    return same_word(a, b, slack) and not _two_given_names(a, b) and not two_syllables(a, b)


def _two_given_names(a: str, b: str) -> bool:
    """Whether one word is a man's given name and the other a woman's, by a list or by its ending (Mario, Maria)."""
    short, long = sorted((a, b), key=len)
    if (a[:-1] == b[:-1] and {a[-1:], b[-1:]} == {"a", "o"}) or long in (f"{short}a", f"{short.removesuffix('e')}ia"):
        return True
    return any(
        one in wc.HE_NAMES and one not in wc.SHE_NAMES and other in wc.SHE_NAMES and other not in wc.HE_NAMES
        for one, other in ((a, b), (b, a))
    )


@lru_cache(8192)
def units(text: str) -> tuple[str, ...]:
    """A name's words, folded, without titles and articles; "Abu X", "Abdul X" and "bin X" are one word each.

    What stands before a person's title goes with it ("Iranian Foreign Minister X"). Empty when nothing is left.
    """
    plain = [
        (raw, plain_word(raw))
        for raw in _WORD.findall(_OFFICE_HYPHEN.sub(r"\1 ", re.sub(r"['’]s?(?=\s|$)", "", _OWNER.sub("", text))))
    ]
    if plain and plain[-1][1] not in _BODIES:
        plain = plain[_after_title([word for _, word in plain]) :]
    found: list[str] = []
    joined = ""
    for raw, word in plain:
        if not word or word in FEW or (word in LONE_ARTICLES and raw != raw.upper()):
            continue
        if word in FATHER or _SERVANT.match(word):
            joined += "abu" if word in ("abu", "abou", "abo") else "abd" if word.startswith("abd") else "um"
        elif word in SON:
            joined += SON[word]
        else:
            found.append(joined + word)
            joined = ""
    return tuple([*found, joined] if joined else found)


def plain_word(raw: str) -> str:
    """One word of a name, folded, without its article, hyphens and stops."""
    word = fold(_ARTICLE.sub("", raw)).replace(".", "").replace("-", "").replace("–", "")
    return re.sub(r"^abd[aeou]l(?=\w{3})", "abd", word)  # "Abdulkarim" is "Abdul Karim"


def _after_title(words: Sequence[str]) -> int:
    """How many words go with the titles that open a name; none when "General" and the like are all there is of one."""
    last = max((i for i, word in enumerate(words) if word in TITLES and word not in _KINDS_OF_OFFICE), default=-1)
    while last + 1 < len(words) and words[last + 1] in _OF_OFFICE:  # "Secretary of State"
        last += 1
    return last + 1


def is_name(text: str) -> bool:
    """Whether a text is nothing but a name: every word that counts has a capital (or no letters that could)."""
    telling = [w for w in _WORD.findall(text) if w.lower() not in FEW | TITLES and w.lower() not in SON]
    telling = [w for w in telling if w.lower() not in LONE_ARTICLES and not _ARTICLE.match(w)] or telling
    return bool(telling) and all(w[0] != w[0].lower() or w[0].lower() == w[0].upper() for w in telling)


def same_name(a: str, b: str) -> bool:
    """Whether two names can be one, by themselves: what the documents show is :class:`NameBook`'s part."""
    first, second = units(a), units(b)
    if not first or not second:
        return fold(a) == fold(b)
    if {len(first), len(second)} > {1} and _REGNAL.search(a if len(first) == 1 else b):
        return False  # "King X" is no surname
    return same_units(first, second) or same_chinese(a, b)


def same_units(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether two names, as :func:`units` gives them and neither empty, can be one."""
    whole = "".join(first), "".join(second)
    if whole[0] == whole[1] or (len(first) != len(second) and distance(*whole) <= 0.06 and len(sounds(whole[0])) > 5):
        return True
    short, long = sorted((first, second), key=len)
    if not _same_last(short, long):
        return False
    if short[-1] in _BODIES:
        return _same_body(short, long)
    if len(short) == 1:
        return len(long) == 1 or not any(word in _TELLING_APART or _ADJECTIVE.search(word) for word in long[:-1])
    if not _same_first(short[0], long[0], short[1:] == long[1:] or _all_close(short, long)):
        return False
    return _in_order(short[1:-1], long[1:-1])


def _same_body(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether two names of bodies are one: word by word, but for who they belong to ("Iranian Foreign Ministry")."""
    extra, rest = long[: len(long) - len(short)], long[len(long) - len(short) :]
    same = all(one_word(a, b) for a, b in zip(short, rest, strict=True))
    return same and (not extra or (len(short) > 1 and len(extra) < 2 and not set(extra) & _TELLING_APART))


def _same_last(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    agree = len(short) == len(long) > 1 and _all_close(short[:-1], long[:-1])
    return one_word(short[-1], long[-1], _SLACK if agree else 0.0)


def _same_first(a: str, b: str, others_agree: bool) -> bool:
    if 1 in (len(a), len(b)):
        return a[0] == b[0]  # "M. Esper"
    return one_word(a, b, _SLACK if others_agree else 0.0)


def _all_close(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the words but the first one agree so well that the first has some slack."""
    rest = list(zip(first[1:] or first, second[1:] or second, strict=False))
    return all(a == b or (len(sounds(a)) >= 5 and distance(a, b) <= 0.1) for a, b in rest)


def _in_order(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether middle names fit: each of the shorter's stands in the longer's, in order; an initial fits its name."""
    if len(short) > len(long):
        short, long = long, short
    if short and len(short) < len(long) and all(len(word) == 1 for word in long):
        return False  # George W., George H. W.
    rest = iter(long)
    return all(any(w == o or (1 in (len(w), len(o)) and w[0] == o[0]) or one_word(w, o) for o in rest) for w in short)
