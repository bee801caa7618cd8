"""Bytes to text: byte order marks, what the source declares, UTF-8, UTF-16/32 without a mark, then a guess.

Text in a legacy encoding cannot be told apart with certainty. The order here: whatever says so itself wins; UTF-8 is
next because other encodings hardly ever pass for it; a few damaged bytes do not turn a UTF-8 file into something else;
the rest is charset-normalizer's guess. Where that guess is Latin script, which it often mistakes for a rarer encoding,
the common encodings are compared by how well their accented letters suit one language.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from itertools import islice

from index.errors import UnsupportedKind

_MARKS = (  # the UTF-32 mark begins with the UTF-16 one: longest first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_LATIN = ("cp1252", "cp1250", "iso8859-2", "cp1254", "mac_roman")
# The letters beyond a to z that the languages written in those encodings use, small ones only.
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâæçèéêëîïôœùûüÿ",  # French
            "äöüß",  # German
            "áéíñóúüªº",  # Spanish
            "àáâãçéêíóôõúü",  # Portuguese
            "àèéìíîòóùú",  # Italian
            "áéëïóöüèĳ",  # Dutch
            "åäöéàæøô",  # Danish, Norwegian, Swedish, Finnish
            "áéíóúýþæöð",  # Icelandic
            "ąćęłńóśźż",  # Polish
            "áčďéěíňóřšťúůýž",  # Czech
            "áäčďéíĺľňóôŕšťúýž",  # Slovak
            "áéíóöőúüű",  # Hungarian
            "ăâîșțşţ",  # Romanian
            "čćđšž",  # Croatian, Slovene
            "çğıöşüâîûi̇",  # Turkish
        ),
    )
)
_CONTROL_LIMIT = 0.01  # share of control characters above which a text is taken for binary data
_DAMAGE_LIMIT = 0.5  # damaged bytes for each well-formed multi-byte sequence; legacy encodings have far more
_SAMPLE = 20_000  # characters beyond ASCII that are looked at to tell encodings apart
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_REPLACED = "�"
_NOT_TEXT = "this is binary data, not text, whatever its name says: convert it to text, HTML, PDF, .docx or .epub first"


def decode(data: bytes, declared: str | None = None) -> str:
    """The text in ``data``, with its byte order mark removed.

    Args:
        data: at least one byte.
        declared: an encoding somebody named (an HTTP header, a ``<meta>`` tag); used when the data really fits it.

    Raises:
        UnsupportedKind: the data is no text.
    """
    readings = (_by_mark(data), _by_name(data, declared), _utf8(data), _wide(data))
    for text in (*readings, _guess(data) if not any(readings) or b"\x1b" in data else None):
        if text and looks_like_text(text):
            return text
    raise UnsupportedKind(_NOT_TEXT)


def declared_in_page(data: bytes) -> str | None:
    """The encoding that an HTML or XML page names in its first 4,096 bytes."""
    head = data[:4096]
    found = _XML_CHARSET.search(head) or _META_CHARSET.search(head)
    return found.group(1).decode("ascii") if found else None


def looks_like_text(text: str) -> bool:
    """Whether hardly any control character (other than white space) stands in the first 100,000 characters."""
    sample = text[:100_000]
    odd = sum(1 for c in sample if unicodedata.category(c) in {"Cc", "Cn", "Cs"} and not c.isspace())
    return "\0" not in sample and odd <= max(1, _CONTROL_LIMIT * len(sample))


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return None


def _by_name(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        encoding = codecs.lookup(declared).name
        if encoding in {"iso8859-1", "ascii"}:  # the web's meaning of Latin-1
            encoding = "cp1252"
        if encoding.startswith(("utf-16", "utf-32")) and b"\0" not in data:
            return None  # a page that can be read to find its <meta> is not UTF-16
        text = data.decode(encoding)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    return text if isinstance(text, str) and looks_like_text(text) else None


def _utf8(data: bytes) -> str | None:
    """Strict UTF-8, or UTF-8 with a little damage (a cut-off end, a stray byte), which is marked by U+FFFD."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    damaged = text.count(_REPLACED) - data.count(_REPLACED.encode())
    well_formed = sum(1 for c in text if c > "\x7f" and c != _REPLACED)
    return text if damaged <= _DAMAGE_LIMIT * well_formed else None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the reading that is made of words and has the most spaces and full stops."""
    if b"\0" not in data:
        return None
    readings = []
    for rank, encoding in enumerate(_WIDE):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_words(text):
            readings.append((-sum(map(text.count, " \n.,、。")), rank, text))
    return min(readings)[2] if readings else None


def _reads_as_words(text: str) -> bool:
    """Whether nearly all characters are letters, marks, digits, punctuation and spaces, in words or sentences."""
    sample = text[:20_000]
    wordly = sum(1 for c in sample if c.isspace() or unicodedata.category(c)[0] in "LMNPS")
    return bool(re.search(r"[ \n.,、。]", sample)) and wordly >= 0.98 * len(sample)


def _guess(data: bytes) -> str | None:
    """charset-normalizer's reading; among the single-byte Latin encodings, the one that makes the best words."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        return None if b"\0" in data else _latin(data)
    text = str(best)
    if b"\0" in data:
        return text if best.encoding.startswith(("utf_16", "utf_32")) and _reads_as_words(text) else None
    return (_latin(data) or text) if _mostly_latin(text) else text


def _latin(data: bytes) -> str | None:
    """The reading whose accented letters suit one language best, the Western encoding first among equals."""
    readings = []
    for rank, encoding in enumerate(_LATIN):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append((_oddity(text), rank, text))
    return min(readings)[2] if readings else None


def _oddity(text: str) -> int:
    """How many characters beyond ASCII are unusual where they stand: 0 for well-written text of one language."""
    padded = f" {text} "
    places = [match.start() for match in islice(_BEYOND_ASCII.finditer(padded), _SAMPLE)]
    letters = Counter(padded[i].lower() for i in places if padded[i].isalpha())
    foreign = min(sum(n for c, n in letters.items() if c not in alphabet) for alphabet in _ALPHABETS)
    misplaced = 0
    for i in places:
        before, c, after = padded[i - 1], padded[i], padded[i + 1]
        amid_letters = before.isalpha() and after.isalpha()
        capital_inside = c.isupper() and before.islower()
        stray = unicodedata.category(c)[0] in "SNC" and (before.isalpha() or after.isalpha())
        misplaced += (amid_letters and not c.isalpha() and c not in "’‑·") or capital_inside or stray
    return foreign + misplaced


def _mostly_latin(text: str) -> bool:
    """Whether the letters beyond ASCII are of the Latin script."""
    beyond = [c for c in text if c > "\x7f" and c.isalpha()]
    latin = sum(1 for c in beyond if unicodedata.name(c, "").startswith("LATIN"))
    return 2 * latin >= len(beyond)
