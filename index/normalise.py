"""The one normalisation every text passes through before it is stored; offsets count its code points."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b\u2060]")  # byte order mark, soft hyphen, zero-width space, word joiner
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INLINE = "abbr|a|big|b|cite|em|font|i|mark|small|span|strike|strong|sub|sup|s|u"
_PAIR = re.compile(rf"<({_INLINE})(?:\s[^<>\n]*)?>([^<>\n]*)</\1\s*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def normalise(text: str) -> str:
    """Bring a text to the form in which it is stored; doing it twice changes nothing more.

    Line ends become ``\\n``; the byte order mark, other invisible marks and control characters (except newline
    and tab) are dropped; no-break spaces become spaces; inline HTML elements that were left over in plain text
    (``<u>…</u>``, opened and closed on one line) lose their tags, ``<br>`` becomes a newline; characters are
    composed (Unicode NFC); spaces at line ends go. Lone surrogates become U+FFFD. An empty text stays empty.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = _SURROGATE.sub("\ufffd", text).replace("\u00a0", " ")
    text = _strip_tags(unicodedata.normalize("NFC", text))
    return "\n".join(line.rstrip(" \t") for line in unicodedata.normalize("NFC", text).split("\n"))


def _strip_tags(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = _PAIR.sub(r"\2", _BREAK_TAG.sub("\n", text))
    return text
