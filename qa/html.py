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
from qa.records import Answer, Disagreement
from qa.wording import closed, shorten

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
    return _block("div", "question", escape(question))


def notice_html(message: str) -> str:
    """Something the page itself has to say: an error, advice."""
    return _block("div", "notice", escape(message))


def answer_html(answer: Answer) -> str:
    """An Answer, on one line of HTML: short answer, numbered quotations with their sources, or what came nearest."""
    parts = []
    if answer.question.strip() != answer.asked.strip():
        parts.append(_block("p", "understood", f"Understood as: {escape(answer.question)}"))
    parts.append(_found(answer) if answer.found else _refused(answer))
    return _block("div", "answer", "".join(parts))


def _found(answer: Answer) -> str:
    if len(answer.short) > 1:
        short = _block("ul", "short", "".join(f"<li>{escape(part)}</li>" for part in answer.short))
    else:
        short = _block("p", "short", escape("".join(answer.short)))
    quotations = "".join(_quotation(number, c, answer.short) for number, c in enumerate(answer.citations, start=1))
    return short + "".join(map(_disagreement, answer.disagreements)) + quotations


def _refused(answer: Answer) -> str:
    text = _block("p", "short", escape(answer.text))
    if not answer.nearest:
        return text
    nearest = "".join(f"<li>{escape(shorten(c.quote, NEAREST_CHARS))} {_source(c)}</li>" for c in answer.nearest)
    return text + _block("p", "nearest", "Nearest passages, which do not answer it:") + _block("ul", "nearest", nearest)


def _disagreement(other: Disagreement) -> str:
    who = other.citation.publisher or other.citation.title
    return _block("p", "disagreement", f"But {escape(who)}: {escape(other.value)}")


def _quotation(number: int, citation: Citation, short: Sequence[str]) -> str:
    quote = _block("blockquote", "quote", f"{marked(citation.quote, short)} &#91;{number}&#93;")
    return quote + _block("p", "source", f"&#91;{number}&#93; {_source(citation)}")


def marked(quote: str, answers: Sequence[str]) -> str:
    """``quote``, escaped, with the first place of each answer it holds in a ``<mark>``; places do not overlap."""
    places: list[tuple[int, int]] = []
    for answer in answers:
        at = quote.find(answer) if answer else -1
        if at >= 0 and all(at + len(answer) <= start or end <= at for start, end in places):
            places.append((at, at + len(answer)))
    parts, done = [], 0
    for start, end in sorted(places):
        parts.append(f"{_kept(quote[done:start])}<mark>{escape(quote[start:end])}</mark>")
        done = end
    return "".join(parts) + _kept(quote[done:])


def _kept(text: str) -> str:
    """Escaped like all text, with the single spaces at its ends that divide it from its neighbours."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return left + escape(text) + right


def _source(citation: Citation) -> str:
    version = f"version {citation.version}" if citation.version is not None else ""
    facts = closed(", ".join(f for f in (citation.publisher, (citation.published or "")[:10], version) if f))
    where = "" if citation.source.strip() == citation.title.strip() else _link(citation.source)
    return " ".join(part for part in (f"<cite>{escape(closed(citation.title))}</cite>", escape(facts), where) if part)


def _link(source: str) -> str:
    """A web address as a link that tells its target nothing; of a file its name, and not in which folder it lies."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return escape(source)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return escape(re.split(r"[/\\]", source)[-1])
    return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer nofollow">{escape(parts.hostname)}</a>'


def _block(tag: str, name: str, inner: str) -> str:
    return f'<{tag} class="quoted-{name}" dir="auto">{inner}</{tag}>'
