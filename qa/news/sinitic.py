"""Chinese names in Pinyin and in Wade–Giles: Mao Zedong is Mao Tse-tung.

The two differ by rule, syllable by syllable; Wade–Giles' apostrophes, which tell aspirated from plain consonants, are
often left out in print, so a Wade–Giles syllable can stand for several in Pinyin.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from index.transliteration import fold

_INITIALS = {  # Wade–Giles → Pinyin, aspirated or not
    "ch": ("zh", "j", "ch", "q"), "ts": ("z", "c"), "tz": ("z", "c"), "hs": ("x",), "sh": ("sh",), "ss": ("s",),
    "sz": ("s",), "p": ("b", "p"), "t": ("d", "t"), "k": ("g", "k"), "j": ("r",), "m": ("m",), "f": ("f",),
    "n": ("n",), "l": ("l",), "h": ("h",), "s": ("s",), "w": ("w",), "y": ("y",), "": ("",),
}  # fmt: skip
_SAME = "a ai an ang ao ei eng i ia iang iao in ing iu ou ua uai uan uang ui un uo"
_FINALS = {final: (final,) for final in _SAME.split()} | {
    "ung": ("ong",), "ih": ("i",), "u": ("u", "i", "ou"), "e": ("e",), "eh": ("e", "ie"), "ieh": ("ie",),
    "o": ("uo", "e", "o"), "ien": ("ian",), "en": ("en", "an"), "uei": ("ui",), "ueh": ("ue",), "uen": ("un",),
    "iung": ("iong",), "erh": ("er",),
}  # fmt: skip
_WADE = re.compile(rf"({'|'.join(k for k in _INITIALS)})('?)([aeiou][a-z]*)")
_MARKED = re.compile(r"-|'|\b(?:hs|ts|tz|sz)|ung\b|ih\b|ieh\b|ien\b", re.IGNORECASE)


_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:i?ao|ai|an|ang|ei|eng?|ia|iang?|ian|ie|ing?|iu|iong|ong|o|ou|u|ua|uai|uang?|"
    r"uan|ue|ui|un|uo|i|a|e)"
)


def two_syllables(a: str, b: str) -> bool:
    """Whether two folded words are two different syllables of Pinyin, which spells every sound one way: Zhou, Zhu."""
    return a != b and bool(_SYLLABLE.fullmatch(a) and _SYLLABLE.fullmatch(b))


def same_chinese(a: str, b: str) -> bool:
    """Whether one is the Wade–Giles form of the other, family name first; False for anything but full names."""
    return _matches(a, b) or _matches(b, a)


def _matches(wade: str, pinyin: str) -> bool:
    if not _MARKED.search(_plain(wade)):
        return False
    syllables = [s for s in re.split(r"[\s-]+", _plain(wade)) if s]
    target = re.sub(r"[^a-z]", "", fold(pinyin))
    family = re.split(r"[\s-]+", _plain(pinyin).strip())[0]
    if not 2 <= len(syllables) <= 3 or len(target) < 5 or family not in _pinyin(syllables[0]):
        return False
    return any("".join(parts) == target for parts in product(*(_pinyin(s) for s in syllables)))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z' -]", "", re.sub(r"[’‘ʻʼ`]", "'", text.lower()))


@lru_cache(1024)
def _pinyin(syllable: str) -> frozenset[str]:
    """What a Wade–Giles syllable can be in Pinyin; empty when it is none."""
    match = _WADE.fullmatch(syllable)
    if not match or match[3] not in _FINALS:
        return frozenset()
    initials = _INITIALS[match[1]]
    if match[2] and len(initials) > 1:  # an apostrophe says: the aspirated ones
        initials = initials[len(initials) // 2 :]
    made = {i + f for i in initials for f in _FINALS[match[3]]}
    if match[1] in ("k", "h", "") and match[3] == "o":
        made |= {i + "e" for i in initials}
    if match[1] == "y":
        made |= {"yan" if match[3] == "en" else "y" + match[3]}
    return frozenset(made)
