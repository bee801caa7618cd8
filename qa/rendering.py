"""An answer as a person reads it: the short answer, then the quotations that prove it, under about 80 words."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Citation

REFUSAL = "The documents don't say."
MAX_QUOTE_WORDS = 40


def excerpt(quote: str, focus: Sequence[str], max_words: int = MAX_QUOTE_WORDS) -> str:
    """``quote`` on one line, or the ``max_words`` of it around the first of ``focus`` it holds, cut at words.

    Dropped ends show as an ellipsis; every word shown stands in the quotation in the same order.
    """
    tokens = quote.split()
    if len(tokens) <= max_words:
        return " ".join(tokens)
    lowered = quote.casefold()
    at = next((p for f in focus if f and (p := lowered.find(f.casefold())) >= 0), 0)
    word = len(quote[:at].split())
    start = max(0, min(word - max_words // 2, len(tokens) - max_words))
    end = start + max_words
    return ("… " if start else "") + " ".join(tokens[start:end]) + (" …" if end < len(tokens) else "")


def source_line(citation: Citation) -> str:
    """Publisher or title, date and version: what stands beside a quotation."""
    parts = [citation.publisher or citation.title]
    if citation.published:
        parts.append(citation.published[:10])
    if citation.version is not None:
        parts.append(f"version {citation.version}")
    return ", ".join(parts)


def answer_text(short: Sequence[str], citations: Sequence[Citation], lead: str = "", notes: Sequence[str] = ()) -> str:
    """The short answer(s), then quotations with ``[n]`` marks that count ``citations`` from 1, while room is left.

    ``lead`` stands for the short answers where it is given, and says them: "25, according to Milley". ``notes`` follow
    it: who says something else, or that only an old version says so.
    """
    lead = lead or "; ".join(short)
    lines = [lead if lead.endswith((".", "!", "?", "”", '"')) else lead + "."]
    lines += notes
    room = 80 - sum(len(line.split()) for line in lines)
    for number, citation in enumerate(citations, start=1):
        quoted = excerpt(citation.quote, short, max_words=max(15, min(MAX_QUOTE_WORDS, room - 8)))
        line = f"“{quoted}” [{number}] ({source_line(citation)})"
        if number > 1 and len(line.split()) > room:
            break
        lines.append(line)
        room -= len(line.split())
    return "\n".join(lines)


def changes_text(changes: Sequence[tuple[Citation | None, Citation | None]]) -> tuple[str, list[str]]:
    """What changed, as (text, short answers): old and new wording quoted, with marks that count the quotations from 1.

    A pair without an old wording was added, one without a new one dropped.
    """
    lines, short, number = [], [], 0
    words = max(12, 60 // max(1, sum(c is not None for pair in changes for c in pair)))
    for old, new in changes:
        parts = []
        for label, citation in (("before", old), ("now", new)):
            if citation is not None:
                number += 1
                quote = excerpt(citation.quote, _differing(citation, new if citation is old else old), words)
                parts.append(f"{label}: “{quote}” [{number}]")
        kind = "Added" if old is None else "Dropped" if new is None else "Reworded"
        lines.append(f"{kind}. {'; '.join(parts)}")
        short.append("; ".join(p.rsplit(" [", 1)[0] for p in parts))
    return "\n".join(lines), short


def _differing(citation: Citation, other: Citation | None) -> list[str]:
    """The words of a quotation that the other wording does not have."""
    there = set(other.quote.split()) if other else set()
    return [word for word in citation.quote.split() if word not in there]


def refusal_text(passages: int, documents: int) -> str:
    """What is said when nothing answers: that, and what was looked at."""
    if not documents:
        return f"{REFUSAL} There are none yet: add some with 'quoted add PATH'."
    looked = f"{passages} passage{'s' * (passages != 1)} of {documents} document{'s' * (documents != 1)}"
    return f"{REFUSAL} Read closely: {looked}."
