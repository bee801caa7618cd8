"""Quoted words in a sentence, and whether a passage has them word for word."""

from __future__ import annotations

import re
import unicodedata

_DOUBLE = re.compile('“(?P<curly>[^“”]+)”|"(?P<straight>[^"]+)"|«(?P<angle>[^«»]+)»|„(?P<low>[^„“”]+)[“”]')
_SINGLE = re.compile(
    r"(?<![\w’'])(?:‘(?P<curly>[^‘’\"“”]*(?:’\w[^‘’\"“”]*)*)’(?!\w)|'(?P<straight>(?:[^'\"“”]|(?<=\w)'(?=\w))+)'(?!\w))"
)
_UNCLOSED = re.compile('[“”"„«»]')
_EDGES = " \t\n.,;:!?…—–-'‘’"
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{2,})\s*\]|…|\.(?:\s?\.){2,})\s*")


def quoted(sentence: str) -> list[str]:
    """The stretches between quotation marks, curly, straight or single; apostrophes are none."""
    found = [next(g for g in match.groups() if g is not None) for match in _DOUBLE.finditer(sentence)]
    for match in _SINGLE.finditer(_DOUBLE.sub(" ", sentence)):
        text = match["curly"] or match["straight"] or ""
        if re.search(r"\w\w", text) and not (match["straight"] and re.match(r"\d\ds?\b", text)):
            found.append(text)
    return found


def unbalanced(sentence: str) -> bool:
    """Whether a double quotation mark stands without its partner (inches and feet behind figures do not count)."""
    return bool(_UNCLOSED.search(re.sub(r"(?<=\d)\"", "", _DOUBLE.sub(" ", sentence))))


def plain(text: str) -> str:
    """Text for comparing quotations: one kind of quotation mark and dash, single spaces; letter case is kept."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub('[“”„«»"]', '"', text)
    text = re.sub("[‘’‛ʼ`´]", "'", text)
    text = re.sub("[‐‑‒–—]", "-", text)
    return " ".join(text.split())


def stands(quote: str, passage: str) -> bool:
    """Whether every part of ``quote`` stands verbatim in ``passage``, in order; an ellipsis separates parts.

    The first letter may have another case, stops at the edges may differ, and a bracketed word of the writer's
    own ("[the minister]") is skipped like an ellipsis. Nothing is quoted from an empty passage.
    """
    whole = plain(passage)
    parts = [p for piece in _ELLIPSIS.split(quote) for p in re.split(r"\[[^\[\]]*\]", piece)]
    wanted = [part for piece in parts if (part := plain(piece).strip(_EDGES + '"'))]
    at = 0
    for part in wanted:
        found = _find(whole, part, at)
        if found < 0:
            return False
        at = found + len(part)
    return bool(wanted)


def _find(whole: str, part: str, at: int) -> int:
    """Where ``part`` stands as whole words from ``at`` on; -1 where it does not."""
    pattern = re.compile(rf"(?<!\w)(?:{re.escape(part)}|{re.escape(_other_case(part))})(?!\w)")
    match = pattern.search(whole, at)
    return match.start() if match else -1


def _other_case(part: str) -> str:
    head = part[0]
    return (head.lower() if head.isupper() else head.upper()) + part[1:]
