"""Whether two spellings in Latin letters can be one foreign word: rules of romanisation, as an alignment with costs.

Arabic, Persian, Russian, Ukrainian and others are written in Latin letters by many systems. They agree on most
consonants, disagree on a few (q/k/g, kh/h, gh/g, dh/d/z, th/t, j/dj/y, w/v/ou, sh/sch), double letters freely, and are
least sure about short vowels. A word is cut into sounds, and two words are aligned sound by sound (Needleman and
Wunsch 1970); what no system of romanisation mixes up costs more than any word may spend.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NEVER = 9.0  # a cost that no word may spend
_SPENDING = 0.1  # a sound, above two
_SHORT = {3: 0.05, 4: 0.15, 5: 0.25}  # shorter words: the fewer the sounds, the more each one tells
_MOST = 0.8

_LETTERS = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "dh",
    "'": None, "’": None, "‘": None, "ʿ": None, "ʾ": None, "ʼ": None, "`": None, "´": None, "ʻ": None, "ʹ": None,
})  # fmt: skip

# Longest first; doubled letters were made single before, so "ss" stands here as "s".
_SOUNDS = {
    "schtsch": "sx", "shch": "sx", "chtch": "sx", "stch": "sx", "dsch": "j", "tsch": "c", "tch": "c", "tsh": "c",
    "dzh": "j", "sch": "S", "sh": "S", "ch": "c", "kh": "x", "gh": "G", "zh": "Z", "th": "T", "dh": "D", "ph": "f",
    "dj": "j", "ts": "C", "tz": "C", "tc": "C", "dz": "z", "ck": "k", "qu": "q", "x": "ks", "c": "K",
}  # fmt: skip
_CONSONANT = re.compile("|".join(_SOUNDS) + "|[a-z]")
_VOWELS = "aeiou"

# What systems of romanisation mix up, and how readily.
_ALIKE = {
    frozenset(pair): cost
    for pairs, cost in (
        ("kK qK GK sK cK CK", 0.0),  # a Latin c stands for several sounds
        ("kq qg Gg Tt Dd", 0.0), ("vw Gq", 0.05),
        ("qx kx hx cx fv cS jZ Dz jy yZ Ts DT", 0.1), ("Cz Cs Cc Sx", 0.2),
        ("sz gh Kx SZ", 0.25), ("kg kG cj jg jz Gx gx Td", 0.35), ("dz td pb", 0.5),
    )
    for pair in pairs.split()
}  # fmt: skip

_VOWEL_COST = {
    frozenset("ei"): 0.05, frozenset("ou"): 0.05, frozenset("ae"): 0.2, frozenset("ao"): 0.3, frozenset("ai"): 0.32,
    frozenset("au"): 0.5, frozenset("aE"): 0.25, frozenset("eE"): 0.1, frozenset("iE"): 0.18, frozenset("aO"): 0.2,
    frozenset("oO"): 0.15, frozenset("uO"): 0.2, frozenset("YO"): 0.3, frozenset("eY"): 0.05, frozenset("iY"): 0.02,
    frozenset("oY"): 0.2, frozenset("aA"): 0.1, frozenset("eA"): 0.1, frozenset("iA"): 0.2, frozenset("AY"): 0.2,
}  # fmt: skip
_OTHER_VOWEL = 0.8


class Sound(NamedTuple):
    """One sound of a romanised word."""

    vowel: bool
    kind: str  # a class of consonants, or of vowels (a e i o u; E for ei/ai, O for au, Y for ie/yo, A for ia)


@lru_cache(65536)
def fold(text: str) -> str:
    """Lower case without accents, apostrophes and marks for 'ayn and hamza."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


@lru_cache(65536)
def sounds(word: str) -> tuple[Sound, ...]:
    """A word's sounds; empty for a word without Latin letters."""
    plain = re.sub(r"[^a-z]", "", fold(word))
    plain = re.sub(r"([cdgkstz]h)\1", r"\1", re.sub(r"([b-df-hj-np-tvwxz])\1+", r"\1", plain))
    plain = re.sub(r"(?<=[aeiouy])h$", "", plain)  # a final h after a vowel is a way to write -a or -e
    plain = re.sub(r"ds(?=[aeiou])", "dz", re.sub(r"yeh?$", "ya", plain))
    plain = re.sub(r"(?<=[bfgkmpstvz])j(?=[aou])", "y", plain)  # Pjotr, Pyotr
    plain = re.sub(r"(?<=[aeiou])[yj](?=e[vw])|(?<=i)[yj](?=[aou])", "", plain)  # Tokayev, Tokaev; Siyad, Siad
    plain = re.sub(r"(?<=e)j$", "i", plain)  # Andrej, Andrei
    plain = re.sub(r"[iy]+j$|[iy]j[iy]?$|iy+$|yi$|i[iy]$|yy$", "i", plain)  # -sky, -skiy, -skyy, -skyi, -skij
    found: list[Sound] = []
    for part in re.findall(r"[aeiouy]+|[^aeiouy]+", _consonant_y(plain)):
        found.extend(_vowel(part) if part[0] in _VOWELS + "y" else _consonants(part))
    return tuple(found)


def _consonant_y(word: str) -> str:
    """A y that opens a word, or a syllable between vowels, as "j"-like glide "Y"; the others are vowels."""
    word = re.sub(r"^y(?=[aeiou])", "Y", word)
    return re.sub(r"(?<=[aou])y(?=[aou])", "Y", word)


def _consonants(run: str) -> list[Sound]:
    out: list[Sound] = []
    for match in re.finditer(_CONSONANT.pattern + "|Y", run):
        kinds = "y" if match.group() == "Y" else _SOUNDS.get(match.group(), match.group())
        out.extend(Sound(False, kind) for kind in kinds)
    return out


def _vowel(run: str) -> list[Sound]:
    run = run.replace("y", "i")
    if run in ("ee", "ie", "ii", "i"):
        return [Sound(True, "Y" if run == "ie" else "i")]
    if run in ("ou", "oo", "uu", "u"):
        return [Sound(True, "u")]
    if re.fullmatch(r"[ae]+[ie]+", run):
        return [Sound(True, "E")]
    if run in ("aou", "aoo"):
        return [Sound(True, "a"), Sound(True, "u")]
    if re.fullmatch(r"a+[uo]|o?au", run):
        return [Sound(True, "O")]
    if run in ("io", "eo", "ieo", "iou", "iu"):
        return [Sound(True, "Y"), Sound(True, "o")] if run != "iu" else [Sound(True, "i"), Sound(True, "u")]
    if run in ("ia", "ea"):
        return [Sound(True, "A")]
    return [Sound(True, letter) for letter in re.sub(r"(.)\1+", r"\1", run)]


def spending(first: tuple[Sound, ...], second: tuple[Sound, ...]) -> float:
    """How much two words of these sounds may differ and still be one word."""
    shorter = min(len(first), len(second))
    return (min(_MOST, _SPENDING * (shorter - 2)) if shorter > 5 else _SHORT.get(shorter, 0.0)) + 1e-9


@lru_cache(65536)
def bones(word: str) -> str:
    """Letters that every romanisation keeps, doubled ones once: words that differ in these are never one."""
    kept = re.sub("[^lmnr]+", "-", fold(word))
    return re.sub(r"(.)\1+", r"\1", kept).replace("-", "")


@lru_cache(65536)
def distance(a: str, b: str) -> float:
    """How far apart two romanised words are: 0 for two ways to write the same sounds, ``NEVER`` and more for others."""
    first, second = sounds(a), sounds(b)
    if first == second:
        return 0.0 if first else NEVER
    if abs(len(first) - len(second)) > 3 or _firm(first) != _firm(second):
        return NEVER
    return _align(first, second)


def _firm(row: tuple[Sound, ...]) -> str:
    """The consonants that no system of romanisation mixes up with anything: a quick look before the alignment."""
    return "".join("b" if sound.kind == "p" else sound.kind for sound in row if sound.kind in "lmnrbp")


def same_word(a: str, b: str, slack: float = 0.0) -> bool:
    """Whether two words can be spellings of one.

    Args:
        a: a word in Latin letters.
        b: another.
        slack: what may be spent beyond the words' own allowance, where the words around them agree well.
    """
    folded = fold(a), fold(b)
    if folded[0] == folded[1]:
        return bool(folded[0])
    if any(not word.isalpha() or len(word) < 3 for word in folded):
        return False
    if folded[0].isascii() and folded[1].isascii() and bones(folded[0]) != bones(folded[1]):
        return False  # a quick look; beside letters of other scripts bones and sounds may double differently
    return distance(*folded) <= spending(sounds(folded[0]), sounds(folded[1])) + slack


def _align(first: tuple[Sound, ...], second: tuple[Sound, ...]) -> float:
    """Least cost of turning one row of sounds into the other.

    A sound left out here and another one put in beside it are a change of sound, and are paid as one: the three rows
    hold the costs after a pair of sounds, after one of ``first`` alone, and after one of ``second`` alone.
    """
    tail = (_last_vowel(first), _last_vowel(second))
    skips = [_gap(second, j) for j in range(len(second))]
    pair, left, right = [0.0], [NEVER], [NEVER]
    for j, skip in enumerate(skips):
        pair, left = [*pair, NEVER], [*left, NEVER]
        right.append(min(right[j], pair[j]) + skip)
    for i, sound in enumerate(first):
        gap, before = _gap(first, i), first[i - 1].kind if i else ""
        pairs, lefts, rights = [NEVER], [min(pair[0], left[0]) + gap], [NEVER]
        for j, other in enumerate(second):
            change = _weight(first, second, i, j, tail) * _swap(sound, other, before)
            pairs.append(min(pair[j], left[j], right[j]) + change)
            lefts.append(min(pair[j + 1], left[j + 1]) + gap)
            rights.append(min(pairs[j], rights[j]) + skips[j])
        pair, left, right = pairs, lefts, rights
    return min(pair[-1], left[-1], right[-1])


def _last_vowel(row: tuple[Sound, ...]) -> int:
    return max((i for i, sound in enumerate(row) if sound.vowel), default=-1)


def _weight(first: tuple[Sound, ...], second: tuple[Sound, ...], i: int, j: int, tail: tuple[int, ...]) -> float:
    """How telling a vowel is: a word's first sound and a short word's last vowel most, a first syllable's least."""
    if not (first[i].vowel and second[j].vowel):
        return 1.0
    if i == 0 or j == 0:
        return 2.0
    ends = i == len(first) - 1 or j == len(second) - 1
    last = i == tail[0] and j == tail[1]
    if last and (ends or min(len(first), len(second)) <= 6):
        return 2.0  # Jamal, Jamil
    open_or_close = {first[i].kind, second[j].kind} == {"a", "i"}  # in a first syllable they are hardly told apart
    return 1.3 if open_or_close and i > 1 and j > 1 else 1.0


def _swap(sound: Sound, other: Sound, before: str) -> float:
    if sound == other:
        return 0.0
    if sound.vowel and other.vowel:
        if {sound.kind, other.kind} == {"e", "o"} and before in ("S", "c", "x", "Z"):
            return 0.2  # Russian ё after a hushing sound
        return _VOWEL_COST.get(frozenset((sound.kind, other.kind)), _OTHER_VOWEL)
    if sound.vowel != other.vowel:
        consonant, vowel = (other, sound) if sound.vowel else (sound, other)
        return 0.1 if (consonant.kind, vowel.kind) in (("w", "u"), ("v", "u"), ("y", "i"), ("j", "i")) else NEVER
    return _ALIKE.get(frozenset((sound.kind, other.kind)), NEVER)


def _gap(row: tuple[Sound, ...], at: int) -> float:
    """Cost of a sound that only one of two words has."""
    sound = row[at]
    beside = [row[k] for k in (at - 1, at + 1) if 0 <= k < len(row)]
    if not sound.vowel:
        glide = len(beside) == 2 and all(near.vowel for near in beside)
        if sound.kind in ("y", "w") and glide:
            return 0.15
        if sound.kind in ("j", "y") and at == 0 and len(row) > 1 and row[1].kind in ("e", "E"):
            return 0.1  # Yeltsin, Eltsin
        if sound.kind == "h" and at > 0 and len(beside) == 2:
            return 0.45
        return NEVER
    if any(near.vowel for near in beside):
        return 0.15
    if len(beside) < 2 or sound.kind not in "aeiou":
        return 1.0
    return 0.3 if at == 1 or any(near.kind == "h" for near in beside) else 0.45  # Dimitri, Dmitri; Tehran, Teheran
