"""What a language model writes as HTML for a page: while it does, and when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from qa.llm.events import Event, Retrying, Sentence, Started
from qa.page.html import answer_html, escape
from qa.records import Answer


def _line(text: str, struck: bool, reason: str) -> str:
    if not struck:
        return f"<p>{escape(text)}</p>"
    return f'<p class="quoted-struck"><s>{escape(text)}</s> <small>{escape(reason)}</small></p>'


def progress_html(events: Sequence[Event]) -> str:
    """The sentences so far: those that stand, and those struck through with their reasons; one line of HTML."""
    lines = []
    for event in events:
        if isinstance(event, Started):
            lines = [f"<p><em>{escape(f'{event.model} reads {event.passages} passages …')}</em></p>"]
        elif isinstance(event, Retrying):
            lines = [f"<p><em>{escape(f'Asked once more: {event.reason}')}</em></p>"]
        elif isinstance(event, Sentence):
            lines.append(_line(event.text, not event.ok, event.reason))
    return f'<div class="quoted-answer quoted-writing">{"".join(lines)}</div>'


def written_html(answer: Answer) -> str:
    """The answer, and behind it what was struck, folded away."""
    if not answer.struck:
        return answer_html(answer)
    count = len(answer.struck)
    summary = escape(f"{count} sentence{'s' * (count != 1)} of the language model struck")
    lines = "".join(_line(s.text, True, s.reason) for s in answer.struck)
    return f"{answer_html(answer)}<details><summary>{summary}</summary>{lines}</details>"
