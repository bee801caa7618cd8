"""Are two names the same? By transliteration, by how names are shortened, and by what the documents themselves show.

A wrong merge is worse than a missed one: a name is shortened to its last word only, never to its first; what stands
before that word must fit; and a bare surname that two people in the documents bear stands for neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from index.transliteration import bones, distance, fold, same_word, sounds
from qa.followups import word_classes as wc
from qa.news.aliases import Alias, aliases_in
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
_FEW = frozenset("of the and in for on at to a an".split())
_ARTICLE = re.compile(r"^(?:al|el|ul|ad|as|ash|at|an|ar|az|es|er|en|ed)[-–](?=\w{2})", re.IGNORECASE)
_LONE_ARTICLES = frozenset("al el ul".split())
_SERVANT = re.compile(r"^abd(?:[aeiou]l?|[aeou]?[lrnzs])?$")
_FATHER = frozenset("abu abou abo umm oum".split())
_SON = {"ibn": "bin", "ben": "bin", "bint": "bint", "bin": "bin"}
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’‘ʿʾʼ.\-–](?=[^\W_]))*", re.UNICODE)
_CAPITAL = re.compile(r"\b[^\W\d_a-z][\w'’\-]{2,}")
_BEFORE = re.compile(r"\S+(?=\s)|\S+-$")
_SLACK = 0.1  # for one word of a name whose other words agree


def _one_word(a: str, b: str, slack: float = 0.0) -> bool:
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
        (raw, _plain(raw))
        for raw in _WORD.findall(_OFFICE_HYPHEN.sub(r"\1 ", re.sub(r"['’]s?(?=\s|$)", "", _OWNER.sub("", text))))
    ]
    if plain and plain[-1][1] not in _BODIES:
        plain = plain[_after_title([word for _, word in plain]) :]
    found: list[str] = []
    joined = ""
    for raw, word in plain:
        if not word or word in _FEW or (word in _LONE_ARTICLES and raw != raw.upper()):
            continue
        if word in _FATHER or _SERVANT.match(word):
            joined += "abu" if word in ("abu", "abou", "abo") else "abd" if word.startswith("abd") else "um"
        elif word in _SON:
            joined += _SON[word]
        else:
            found.append(joined + word)
            joined = ""
    return tuple([*found, joined] if joined else found)


def _plain(raw: str) -> str:
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
    telling = [w for w in _WORD.findall(text) if w.lower() not in _FEW | TITLES and w.lower() not in _SON]
    telling = [w for w in telling if w.lower() not in _LONE_ARTICLES and not _ARTICLE.match(w)] or telling
    return bool(telling) and all(w[0] != w[0].lower() or w[0].lower() == w[0].upper() for w in telling)


def same_name(a: str, b: str) -> bool:
    """Whether two names can be one, by themselves: what the documents show is :class:`NameBook`'s part."""
    first, second = units(a), units(b)
    if not first or not second:
        return fold(a) == fold(b)
    if {len(first), len(second)} > {1} and _REGNAL.search(a if len(first) == 1 else b):
        return False  # "King X" is no surname
    return _same_units(first, second) or same_chinese(a, b)


def _same_units(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
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
    same = all(_one_word(a, b) for a, b in zip(short, rest, strict=True))
    return same and (not extra or (len(short) > 1 and len(extra) < 2 and not set(extra) & _TELLING_APART))


def _same_last(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    agree = len(short) == len(long) > 1 and _all_close(short[:-1], long[:-1])
    return _one_word(short[-1], long[-1], _SLACK if agree else 0.0)


def _same_first(a: str, b: str, others_agree: bool) -> bool:
    if 1 in (len(a), len(b)):
        return a[0] == b[0]  # "M. Esper"
    return _one_word(a, b, _SLACK if others_agree else 0.0)


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
    return all(any(w == o or (1 in (len(w), len(o)) and w[0] == o[0]) or _one_word(w, o) for o in rest) for w in short)


class _Text(Protocol):
    """A document or a passage."""

    @property
    def id(self) -> str:
        """What :meth:`NameBook.same` names it by."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...


class NameBook:
    """What a set of documents shows about names: who bears a surname, and which names a text equates.

    Nothing is read before it is asked for: a question looks up a handful of words.

    Args:
        texts: what was read: documents, or passages of them.
    """

    def __init__(self, texts: Iterable[_Text]) -> None:
        self._texts = {text.id: text.text for text in texts}
        self._aliases: list[Alias] | None = None
        self._bearers: dict[str, dict[str, list[tuple[str, ...]]]] = {}

    def same(self, a: str, b: str, in_a: str | None = None, in_b: str | None = None) -> bool:
        """Whether two names are one.

        Args:
            a: a name.
            b: another.
            in_a: id of the document that ``a`` stands in: a bare surname there is the person that document names.
            in_b: the same for ``b``.
        """
        if self.equated(a, b):
            return True
        if not same_name(a, b):
            return False
        return self._fits(units(a), in_a, units(b), in_b)

    def equated(self, a: str, b: str) -> bool:
        """Whether a text says that the two are one: a nom de guerre, an abbreviation it introduces."""
        return any(
            (_same_full(a, alias.name) and _same_full(b, alias.other))
            or (_same_full(a, alias.other) and _same_full(b, alias.name))
            for alias in self.aliases()
        )

    def other_names(self, text: str) -> list[str]:
        """Names that the documents equate with a name in ``text``; empty when there are none."""
        plain = " " + " ".join(units(text)) + " "
        found: list[str] = []
        for alias in self.aliases():
            for name, other in ((alias.name, alias.other), (alias.other, alias.name)):
                if _stands_in(name, text, plain) and not _stands_in(other, text, plain):
                    found.append(other)
        return list(dict.fromkeys(found))

    def aliases(self) -> list[Alias]:
        """Every alias in the documents, in their order."""
        if self._aliases is None:
            self._aliases = [alias for key, text in self._texts.items() for alias in aliases_in(text, key)]
        return self._aliases

    def bearers(self, surname: str) -> dict[str, list[tuple[str, ...]]]:
        """Document id → the full names (as units) that end in a spelling of ``surname`` there."""
        if surname not in self._bearers:
            self._bearers[surname] = {
                key: _full_names(text, spellings)
                for key, text in self._texts.items()
                if (spellings := _spellings(surname, _capitals(text)))
            }
        return self._bearers[surname]

    def _fits(self, a: tuple[str, ...], in_a: str | None, b: tuple[str, ...], in_b: str | None) -> bool:
        """Whether the people that bare surnames stand for, as far as the documents tell, can be the same."""
        if len(a) > 1 and len(b) > 1:
            return True
        here_a, here_b = self._named_in(a, in_a), self._named_in(b, in_b)
        if len(here_a) == 1 and len(here_b) == 1:
            return _same_units(here_a[0], here_b[0])
        if len(a) == len(b):
            return True  # two bare surnames, and nothing tells them apart
        bare, full = (a, b) if len(a) == 1 else (b, a)
        ambiguous = here_a if bare is a else here_b
        known = ambiguous or _distinct(name for names in self.bearers(bare[0]).values() for name in names)
        return len(known) < 2 and all(_same_units(full, name) for name in known)

    def _named_in(self, name: tuple[str, ...], document_id: str | None) -> list[tuple[str, ...]]:
        """The full names that a bare surname may stand for in its document; a full name stands for itself."""
        if len(name) != 1:
            return [name]
        return _distinct(self.bearers(name[0]).get(document_id or "", []))


def _same_full(a: str, b: str) -> bool:
    """Names equal up to spelling, neither shortened; abbreviations letter by letter."""
    first, second = units(a), units(b)
    if a.isupper() or b.isupper():
        return a.replace(".", "") == b.replace(".", "")
    return len(first) == len(second) and bool(first) and _same_units(first, second)


def _stands_in(name: str, text: str, plain: str) -> bool:
    if name.isupper():
        return bool(re.search(rf"\b{re.escape(name)}\b", text))
    words = units(name)
    if not words:
        return False
    tokens = plain.split()
    spread = range(len(tokens) - len(words) + 1)
    return any(all(_one_word(tokens[i + k], word) for k, word in enumerate(words)) for i in spread)


@lru_cache(256)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(_CAPITAL.findall(text))


def _spellings(surname: str, words: Iterable[str]) -> list[str]:
    """The words that can be the surname, as they stand."""
    return [
        w for w in words if surname in (w, *units(w)) or (bones(w) == bones(surname) and _one_word(_plain(w), surname))
    ]


def _full_names(text: str, spellings: Iterable[str]) -> list[tuple[str, ...]]:
    """Full names that end in one of these words: the capitalised words before it, up to three and their particles."""
    found: list[tuple[str, ...]] = []
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b", text):
        whole = units(" ".join([*_given(_BEFORE.findall(text[max(0, match.start() - 60) : match.start()])), match[0]]))
        if len(whole) > 1 and len(whole[0]) > 1:
            found.append(whole)
    return found


def _given(words: Sequence[str]) -> list[str]:
    """The words of ``words``, at its end, that belong to the name that follows."""
    kept: list[str] = []
    for word in reversed(words):
        word = word.rstrip("-–") or "-"
        particle = word.lower() in _SON or word.lower() in _FATHER or word.lower() in _LONE_ARTICLES
        initial = bool(re.fullmatch(r"[A-Z]\.?", word))
        if not (particle or initial or (word[0].isupper() and not word.endswith((".", "'s", "’s", "'", "’")))):
            break
        if fold(word).strip(".") in TITLES | _FEW or word.lower() in _NOT_GIVEN or word.endswith("ly"):
            break
        kept.insert(0, word)
    return kept[-3:]


# Words with a capital at the start of a sentence, or that make an adjective or an office of what follows.
_NOT_GIVEN = frozenset(
    """but when while as if after before because although though since until then however meanwhile he she it they we
    said says told that this these those his her its their our your with by from about against under over between mr
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december also still yet now both not only like u.s us later earlier then today yesterday
    tomorrow instead indeed perhaps once here there why how what who where which even just asked last next early late
    soon again despite during amid among without within upon so or nor if for ever never thus hence whether neither
    either all some many most few each every another other such asked given former under near""".split()
)


def _distinct(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One of each person: names that can be one are one, the longest stands for them."""
    kept: list[tuple[str, ...]] = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        if not any(_same_units(name, other) for other in kept):
            kept.append(name)
    return kept
