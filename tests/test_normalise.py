"""The one normalisation: what it changes, what it leaves, and that twice is once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("", ""),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("page one\fpage two\u2028line", "page one\npage two\nline"),
        ("\ufeffHarbour\x00 opens\x07", "Harbour opens"),
        ("tab\tstays", "tab\tstays"),
        ("Ta\u0308by", "T\u00e4by"),
        ("10\u00a0000 people", "10 000 people"),
        ("trailing  \t\nspace ", "trailing\nspace"),
        ("the <u>Quay Street</u> bridge and <b><i>its</i></b> arch", "the Quay Street bridge and its arch"),
        ('<span class="x">Aled</span> Rees<br/>spoke', "Aled Rees\nspoke"),
        ("a < b and c > d", "a < b and c > d"),
        ("List<i> of indices", "List<i> of indices"),
        ("<main> is kept </main>", "<main> is kept </main>"),
        ("hyphen\u00adated", "hyphenated"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_what_is_stored(raw: str, stored: str) -> None:
    assert normalise(raw) == stored


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>/ubi \r\n\t\u00a0e\u0301"))))
def test_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in once)
    once.encode("utf-8")
