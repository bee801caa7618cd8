"""An Answer as HTML for a page, with every piece of question and document text made harmless.

Pages pass what they show through a Markdown renderer as well, where ``![](http://…)`` is an image that is fetched. So
every character that is not a letter, a digit or a space becomes a character reference, which neither HTML nor Markdown
takes for markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from index.records import Citation
from qa.records import Answer, Struck
from qa.rendering import REFUSAL
from qa.wording import below_headline, closed, shorten

_MARK = re.compile(r"\[(\d{1,3})\]")
_QUOTATION = re.compile(r"“.*” \[\d+\] \(.*\)")  # the lines of Answer.text that repeat the citations
NEAREST_CHARS = 200  # of a passage that does not answer; enough to see what it is about


def escape(text: str) -> str:
    """``text`` as it is to be read, whatever it holds; line breaks become spaces."""
    return "".join(_escape(character) for character in " ".join(text.split()))


def _escape(character: str) -> str:
    if character == " " or character.isalnum():
        return character
    if not character.isprintable():
        return "&#xFFFD;"
    return f"&#{ord(character)};"


def question_html(question: str) -> str:
    """What a person asked, as shown back to them."""
    return block("div", "question", escape(question))


def notice_html(message: str) -> str:
    """Something the page itself has to say: an error, advice."""
    return block("div", "notice", escape(message))


def answer_html(answer: Answer) -> str:
    """An Answer, on one line of HTML: short answer, numbered quotations with their sources, or what came nearest.

    Every ``[n]`` is a link whose target :func:`place` names; the page opens the document there.
    """
    parts = []
    if answer.question.strip() != answer.asked.strip():
        parts.append(block("p", "understood", f"Understood as: {escape(answer.question)}"))
    parts.append(_found(answer) if answer.found else _refused(answer))
    parts.append(_struck(answer.struck))
    return block("div", "answer", "".join(parts))


def place(citation: Citation) -> str:
    """Where a quotation stands, as the fragment that a link of the page carries: ``quoted-<id>-<start>-<end>``."""
    return f"quoted-{citation.document_id}-{citation.start}-{citation.end}"


def in_words(confidence: float) -> str:
    """A probability as a person would say it; the thresholds are those words' usual meaning, not fitted."""
    if confidence >= 0.9:
        return "Very likely right"
    return "Likely right" if confidence >= 0.65 else "May be wrong, read the quotation"


def _found(answer: Answer) -> str:
    return _written(answer) if answer.prose else _quoted(answer)


def _written(answer: Answer) -> str:
    """A language model's sentences, then the quotations that carry them."""
    said = block("p", "prose", _with_links(" ".join(answer.prose), answer.citations))
    others = "".join(_row(d.citation, answer.citations, d.value, d.relation) for d in answer.disagreements)
    if others:
        said += block("table", "said", f"<caption>Other values in the documents</caption><tbody>{others}</tbody>")
    said += block("p", "note", escape(f"Written by {answer.model}; each sentence was checked against its quotations."))
    return said + _confidence(answer) + _quotations(answer)


def _quoted(answer: Answer) -> str:
    head, *notes = [line for line in answer.text.split("\n") if not _QUOTATION.fullmatch(line)] or [""]
    if len(answer.short) > 1 and head.startswith(answer.short[0]):
        short = block("ul", "short", "".join(f"<li>{escape(part)}</li>" for part in answer.short))
    else:
        short = block("p", "short", _with_links(head or "; ".join(answer.short), answer.citations))
    if answer.disagreements:
        short += _who_says_what(answer)
        notes = notes[1:]
    short += "".join(block("p", "note", _with_links(note, answer.citations)) for note in notes)
    return short + _confidence(answer) + _quotations(answer)


def _quotations(answer: Answer) -> str:
    focus = [*answer.short, *(d.value for d in answer.disagreements), *(date.text for date in answer.resolved)]
    return "".join(_quotation(n, c, focus) for n, c in enumerate(answer.citations, start=1))


def struck_html(text: str, reason: str) -> str:
    """A sentence of a language model that is no part of the answer, struck through, and why."""
    return block("p", "struck", f"<s>{escape(text)}</s> <small>{escape(f'struck: {reason}')}</small>")


def _struck(struck: Sequence[Struck]) -> str:
    """What the check took out, folded away; nothing for none."""
    if not struck:
        return ""
    count = f"{len(struck)} sentence{'s' * (len(struck) != 1)} of the language model did not stand the check"
    return f"<details><summary>{count}</summary>{''.join(struck_html(s.text, s.reason) for s in struck)}</details>"


def _confidence(answer: Answer) -> str:
    number = f"probability that this is right: {answer.confidence:.0%}"
    said = f'<span title="{escape(number)}">{escape(in_words(answer.confidence))}</span>'
    if answer.witnesses > 1:
        what = "so" if len(answer.short) == 1 else "the first"
        said += kept(f" · {answer.witnesses} independent sources say {what}")
    return block("p", "confidence", said)


def _with_links(text: str, citations: Sequence[Citation]) -> str:
    """Escaped, its ``[n]`` marks made links where there is such a quotation."""
    parts = _MARK.split(text)  # text, number, text, …
    shown = [kept(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        known = 1 <= int(number) <= len(citations)
        shown += [mark(int(number), citations[int(number) - 1]) if known else escape(f"[{number}]"), kept(after)]
    return "".join(shown)


def mark(number: int, citation: Citation) -> str:
    """``[n]`` as a link to where the quotation stands."""
    label = escape(f"Show quotation {number} in its document")
    return f'<a class="quoted-mark" href="#{place(citation)}" title="{label}">&#91;{number}&#93;</a>'


def _refused(answer: Answer) -> str:
    head, *more = answer.text.removeprefix(REFUSAL).strip().split("\n")
    text = block("p", "short", escape(REFUSAL)) if answer.text.startswith(REFUSAL) else ""
    text += "".join(block("p", "note", escape(line)) for line in (head, *more) if line)
    if not answer.nearest:
        return text
    nearest = "".join(
        f"<li><bdi>{escape(_beginning(c))}</bdi> {mark(n, c)} <bdi>{source_html(c)}</bdi></li>"
        for n, c in enumerate(answer.nearest, start=1)
    )
    return text + block("p", "nearest", "Nearest passages, which do not answer it:") + block("ul", "nearest", nearest)


def _beginning(citation: Citation) -> str:
    return shorten(below_headline(citation.quote, citation.title), NEAREST_CHARS)


def _who_says_what(answer: Answer) -> str:
    """A table of two columns, who and what, the answer first."""
    first = answer.citations[0]
    rows = [_row(first, answer.citations, "; ".join(answer.short), "")]
    rows += [_row(d.citation, answer.citations, d.value, d.relation) for d in answer.disagreements]
    caption = "<caption>The documents disagree</caption>"
    return block("table", "said", f"{caption}<tbody>{''.join(rows)}</tbody>")


def _row(citation: Citation, citations: Sequence[Citation], value: str, relation: str) -> str:
    version = f"version {citation.version}" if citation.version is not None else ""
    facts = ", ".join(f for f in ((citation.published or "")[:10], version) if f)
    who = f"{escape(citation.publisher or citation.title)} <small>{escape(facts)}</small>"
    link_to = mark(citations.index(citation) + 1, citation) if citation in citations else ""
    note = f" <small>{escape(relation)}</small>" if relation and relation != "differs" else ""
    return f'<tr><th scope="row" dir="auto">{who}</th><td dir="auto">{escape(value)} {link_to}{note}</td></tr>'


def _quotation(number: int, citation: Citation, short: Sequence[str]) -> str:
    quote = block("blockquote", "quote", f"{marked(citation.quote, short)} {mark(number, citation)}")
    return quote + block("p", "source", f"&#91;{number}&#93; {source_html(citation)}")


def marked(quote: str, answers: Sequence[str]) -> str:
    """``quote``, escaped, with the first place of each answer it holds in a ``<mark>``; places do not overlap."""
    places: list[tuple[int, int]] = []
    for answer in answers:
        at = quote.find(answer) if answer else -1
        if at >= 0 and all(at + len(answer) <= start or end <= at for start, end in places):
            places.append((at, at + len(answer)))
    parts, done = [], 0
    for start, end in sorted(places):
        parts.append(f"{kept(quote[done:start])}<mark>{escape(quote[start:end])}</mark>")
        done = end
    return "".join(parts) + kept(quote[done:])


def kept(text: str) -> str:
    """Escaped like all text, with the single spaces at its ends that divide it from its neighbours."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return left + escape(text) + right


def source_html(citation: Citation) -> str:
    """Headline, publisher, date, version, and a link to the original where it has an address."""
    version = f"version {citation.version}" if citation.version is not None else ""
    facts = closed(", ".join(f for f in (citation.publisher, (citation.published or "")[:10], version) if f))
    where = "" if citation.source.strip() == citation.title.strip() else link(citation.source)
    return " ".join(part for part in (f"<cite>{escape(closed(citation.title))}</cite>", escape(facts), where) if part)


def link(source: str) -> str:
    """A web address as a link that tells its target nothing; of a file its name, and not in which folder it lies."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return escape(source)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return escape(re.split(r"[/\\]", source)[-1])
    return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer nofollow">{escape(parts.hostname)}</a>'


def block(tag: str, name: str, inner: str) -> str:
    """An element of the class ``quoted-<name>`` around HTML that is safe already."""
    return f'<{tag} class="quoted-{name}" dir="auto">{inner}</{tag}>'
