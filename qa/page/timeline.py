"""The timeline on the page: a plot of what the documents date, and below it the quotations in the events' order."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from index.records import Citation, Document
from qa.news.dates import dates
from qa.news.timeline import Event, timeline
from qa.page.html import block, escape, kept, notice_html, place
from qa.page.plot import plot_html
from qa.page.time_axis import stretches
from qa.wording import closed, shorten

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.page.events import Ui

MOST_EVENTS = 500  # in the plot and below it
MOST_OTHERS = 8  # quotations that tell the same as one event
MOST_CHARS = 300  # of what the events are to be about
KEPT = 8  # timelines, so that the same one is not worked out for every person who opens it
NAME_CHARS = 60
NO_DOCUMENTS = "There are no documents yet. Upload files or add a web address under Documents, then look here."
NO_DATES = (
    "No sentence of these documents says when something happened. Add documents that do: a date, or a weekday in an "
    "article whose own date is known."
)
NOTHING_ABOUT = "No dated sentence is about this. Try fewer words or one name, or empty the field to see everything."
TOO_LONG = "This is too long for a subject: name it in a few words."
READING = "Reading what the documents date …"
Key = tuple[tuple[int, int], str]  # how the store stood, and what the events are about


class Timelines:
    """The tab: the timelines of one index, each worked out when it is first looked at."""

    def __init__(self, index: DocumentIndex, ui: Ui) -> None:
        """Reads nothing yet."""
        self._index, self._ui = index, ui
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, str] = OrderedDict()

    def lay_out(self, gr: Any, tab: Any, quiet: Mapping[str, Any]) -> None:
        """What is on the tab, and what happens when it is opened or something is asked there."""
        about = gr.Textbox(
            label="About", placeholder="Everything, or a name, a place", submit_btn="Show",
            max_lines=1, elem_id="about",
        )  # fmt: skip
        shown = gr.HTML(elem_id="timeline", padding=False)
        seen = gr.State(None)
        tab.select(self.opened, [about, seen], [shown, seen], **quiet)
        about.submit(self.asked, about, [shown, seen], **quiet)

    def opened(self, about: str | None, seen: Key | None) -> Iterator[tuple[Any, Any]]:
        """Shows the timeline, unless what is on the page (``seen``) is that one already.

        Says first that it reads, where that takes time; in place of a timeline there may be advice.
        """
        try:
            key = self._index.change_number(), " ".join((about or "").split())
            if key == seen:
                yield self._ui.skip(), self._ui.skip()
                return
            if key not in self._known:
                yield notice_html(READING), None
            yield self._html(key), key
        except QuotedError as error:
            yield notice_html(str(error)), None

    def asked(self, about: str | None) -> Iterator[tuple[Any, Any]]:
        """Shows the timeline of what was asked for."""
        yield from self.opened(about, None)

    def _html(self, key: Key) -> str:
        with self._lock:
            if key not in self._known:
                self._known[key] = timeline_html(self._index, key[1])
            self._known.move_to_end(key)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return self._known[key]


def timeline_html(index: DocumentIndex, about: str = "") -> str:
    """Plot and list of the events about something, or one line that says what to do where there are none."""
    documents = {document.id: document for document in index.documents()}
    if not documents:
        return notice_html(NO_DOCUMENTS)
    if len(about) > MOST_CHARS:
        return notice_html(TOO_LONG)
    events = timeline(index, about)
    if not events:
        return notice_html(NOTHING_ABOUT if about.strip() else NO_DATES)
    return events_html(events, documents)


def events_html(events: Sequence[Event], documents: Mapping[str, Document]) -> str:
    """The newest MOST_EVENTS events as a plot and a list, oldest first; says so where there are more.

    Args:
        events: at least one, in their order.
        documents: by id; those removed meanwhile may be missing.
    """
    shown = events[-MOST_EVENTS:]
    cited = [citation for event in shown for citation in (event.citation, *event.others)]
    known = {c.document_id: documents[c.document_id] for c in cited if c.document_id in documents}
    dated = {document_id: dates(document) for document_id, document in known.items()}
    days = groupby(enumerate(shown), key=lambda item: item[1].date.period.label)
    listed = "".join(_day(label, list(group), dated) for label, group in days)
    axis = stretches([(event.date.first, event.date.last) for event in shown])
    plot = plot_html(shown, names_of(cited), axis) + _caption(shown, broken=len(axis) > 1)
    figure = f'<figure class="quoted-figure">{plot}</figure>'
    more = f"The newest {len(shown)} of {len(events):,} events: say above what they should be about to see others."
    note = notice_html(more) if len(events) > len(shown) else ""
    return f'{note}{figure}<ol class="quoted-events" id="events" tabindex="-1" aria-label="Events">{listed}</ol>'


def names_of(citations: Sequence[Citation]) -> dict[str, str]:
    """What each cited document is called in the plot, by its id.

    Its publisher, or its headline where it names none; its headline and version where there is one publisher only.
    """
    first = {citation.document_id: citation for citation in citations}
    names = {document_id: c.publisher or c.title for document_id, c in first.items()}
    if len(set(names.values())) > 1:
        return names
    return {
        document_id: c.title + (f", version {c.version}" if c.version is not None else "")
        for document_id, c in first.items()
    }


def _caption(shown: Sequence[Event], *, broken: bool) -> str:
    said = ["1 event. The dot leads" if len(shown) == 1 else f"{len(shown)} events. Each dot leads"]
    said[0] += " to its quotation below."
    if any(event.others for event in shown):
        said.append("A ring: several texts tell it.")
    if broken:
        said.append("Where the lines are broken, time without events is left out and the scale changes.")
    return f"<figcaption>{' '.join(said)}</figcaption>"


def _day(label: str, events: Sequence[tuple[int, Event]], dated: Mapping[str, Sequence[Any]]) -> str:
    shown = "".join(_event(number, event, dated) for number, event in events)
    return f'<li class="quoted-day"><h2 class="quoted-date">{escape(label)}</h2><div>{shown}</div></li>'


def _event(number: int, event: Event, dated: Mapping[str, Sequence[Any]]) -> str:
    """One event: its quotation and source, and folded below it the others that tell the same."""
    citation, date = event.citation, event.date
    words = [(date.start - citation.start, date.end - citation.start)]
    shown = _quotation(citation, words) + _others(event, dated)
    return f'<article class="quoted-event" id="event-{number}" tabindex="-1">{shown}</article>'


def _others(event: Event, dated: Mapping[str, Sequence[Any]]) -> str:
    if not event.others:
        return ""
    shown, days = [], (event.date.first, event.date.last)
    for citation in event.others[:MOST_OTHERS]:
        same = [
            (date.start - citation.start, date.end - citation.start)
            for date in dated.get(citation.document_id, ())
            if (date.first, date.last) == days and citation.start <= date.start and date.end <= citation.end
        ]
        shown.append(_quotation(citation, same[:1]))
    left = len(event.others) - len(shown)
    rest = block("p", "note", f"{left} more tell the same") if left else ""
    who = ", ".join(dict.fromkeys(shorten(c.publisher or c.title, NAME_CHARS) for c in event.others[:MOST_OTHERS]))
    count = len(event.others)
    summary = escape(f"{count} other{'s' * (count != 1)} tell{'s' * (count == 1)} the same: {who}")
    return f'<details><summary dir="auto">{summary}</summary>{"".join(shown)}{rest}</details>'


def _quotation(citation: Citation, places: Sequence[tuple[int, int]]) -> str:
    return block("blockquote", "quote", _marked(citation.quote, places)) + block("p", "source", _source(citation))


def _marked(quote: str, places: Sequence[tuple[int, int]]) -> str:
    """``quote``, escaped, with ``quote[start:end]`` of each place in a ``<mark>``; places are in order."""
    parts, done = [], 0
    for start, end in places:
        parts.append(f"{kept(quote[done:start])}<mark>{escape(quote[start:end])}</mark>")
        done = end
    return "".join(parts) + kept(quote[done:])


def _source(citation: Citation) -> str:
    """Headline, which opens the proof beside the timeline, publisher, date of publication, version."""
    version = f"version {citation.version}" if citation.version is not None else ""
    facts = closed(", ".join(f for f in (citation.publisher, (citation.published or "")[:10], version) if f))
    title = f"<cite>{escape(closed(citation.title))}</cite>"
    return f'<a href="#{place(citation)}" title="Show the quotation in its document">{title}</a> {escape(facts)}'
