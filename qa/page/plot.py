"""Events drawn over time as inline SVG: a row a source, a dot an event, a ring around what several texts tell.

Places along the axis are shares of its width and everything else is in pixels, so the drawing fits any screen with
its letters and dots as large as they are meant to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.news.timeline import Event
from qa.page.html import escape
from qa.page.time_axis import APART, WIDTH, Stretch, Tick, place, ticks
from qa.wording import shorten

MOST_ROWS = 8
REST = "Others"
TITLE_CHARS, NAME_CHARS = 140, 40
DOT, RING = 4.0, 6.5  # radii in pixels
LEAST_DOT = 1.5  # where very many are above one another
LANES, MOST_ASIDE = 5, 12  # dots above one another before the next stands aside within its days, and how far aside
ROW_PX, NAME_PX = 110.0, 32.0  # highest a row's dots may stand; a row's name above them
AXIS_PX, YEAR_PX = 26.0, 14.0  # the axis below all rows, and its second line


@dataclass(slots=True)
class Row:
    """The dots of one source: ``lanes[n]`` holds where those of lane n stand, in pixels of WIDTH."""

    name: str
    lanes: list[list[float]] = field(default_factory=list)
    base: float = 0.0  # pixels from the top of the drawing to the line that the dots stand on

    def put(self, at: float, room: float) -> tuple[float, int]:
        """Takes the lowest free place from ``at`` to ``at + room``, or one above all; returns it and its lane."""
        for aside in range(min(MOST_ASIDE, int(room / APART)) + 1):
            for lane in range(LANES):
                if self._free(at + aside * APART, lane):
                    return self._take(at + aside * APART, lane)
        return self.put_above(at)

    def put_above(self, at: float) -> tuple[float, int]:
        """Takes the lowest free lane at exactly ``at``."""
        lane = next(lane for lane in range(len(self.lanes) + 1) if self._free(at, lane))
        return self._take(at, lane)

    def _free(self, at: float, lane: int) -> bool:
        return lane >= len(self.lanes) or all(abs(at - other) >= APART for other in self.lanes[lane])

    def _take(self, at: float, lane: int) -> tuple[float, int]:
        while len(self.lanes) <= lane:
            self.lanes.append([])
        self.lanes[lane].append(at)
        return at, lane

    @property
    def apart(self) -> float:
        """Pixels from a lane to the next: less where there are very many."""
        return min(APART, ROW_PX / max(1, len(self.lanes)))

    @property
    def height(self) -> float:
        """Pixels that the dots take."""
        return max(1, len(self.lanes)) * self.apart + RING

    @property
    def dot(self) -> float:
        """The radius of its dots, in pixels."""
        return min(DOT, max(LEAST_DOT, self.apart / 2))

    def above(self, lane: int) -> float:
        """Pixels from the top of the drawing to the middle of a lane."""
        return self.base - RING - 1 - lane * self.apart


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an event stands: along the axis, until when its days last, and in which rows and lanes, its own first."""

    at: float
    until: float
    lanes: tuple[tuple[int, int], ...]


def rows_of(events: Sequence[Event], names: Mapping[str, str]) -> list[Row]:
    """A row a name, that of most events first; what is more than MOST_ROWS shares the last one."""
    counts = Counter(names[event.citation.document_id] for event in events)
    told = Counter(names[c.document_id] for event in events for c in event.others)
    order = sorted({*counts, *told}, key=lambda name: (-counts[name], -told[name], name))
    if len(order) > MOST_ROWS:
        order = [*order[: MOST_ROWS - 1], REST]
    return [Row(name) for name in order]


def marks_of(
    events: Sequence[Event], names: Mapping[str, str], rows: Sequence[Row], axis: Sequence[Stretch]
) -> list[Mark]:
    """A place for each event, in their order, none on top of another while there is room; fills the rows' lanes."""
    number = {row.name: n for n, row in enumerate(rows)}
    found = []
    for event in events:
        told_by = (event.citation, *event.others)
        mine, *others = [number.get(names[citation.document_id], len(rows) - 1) for citation in told_by]
        first, last = event.date.first.toordinal(), event.date.last.toordinal()
        held = next(s for s in reversed(axis) if s.first <= first)
        begins, until = place(axis, first), held.at(last + 1)
        at, lane = rows[mine].put(begins + RING, until - begins - 2 * RING)
        lanes = [(mine, lane)]
        lanes += [(row, rows[row].put_above(at)[1]) for row in dict.fromkeys(others) if row != mine]
        found.append(Mark(at, until, tuple(lanes)))
    return found


def plot_html(events: Sequence[Event], names: Mapping[str, str], axis: Sequence[Stretch]) -> str:
    """The drawing; the dot of event n (0 is the first) is a link to ``#event-n``. Empty for no events.

    Args:
        events: in their order.
        names: which row each document's events stand in, by the document's id.
        axis: where their days are drawn.
    """
    if not events:
        return ""
    rows = rows_of(events, names)
    marks = marks_of(events, names, rows, axis)
    top = 0.0
    for row in rows:
        top += NAME_PX + row.height
        row.base = top
    labels = ticks(axis)
    drawn = [*(_grid(tick, top) for tick in labels), *_axis(axis, rows)]
    drawn += [_dot(n, event, mark, rows) for n, (event, mark) in enumerate(zip(events, marks, strict=True))]
    size = f'width="100%" height="{top + AXIS_PX + YEAR_PX * any(tick.year for tick in labels):.0f}"'
    skip = '<a class="quoted-skip" href="#events">Skip the plot</a>'
    label = 'role="group" aria-label="Plot of the events; the list below has the same"'
    return f'{skip}<svg class="quoted-plot" {size} {label}>{"".join(drawn)}</svg>'


def share(at: float) -> str:
    """Pixels of WIDTH as a share of the drawing's width."""
    return f"{100 * at / WIDTH:.2f}%"


def _grid(tick: Tick, base: float) -> str:
    x = share(tick.at)
    kind = "quoted-tick" if tick.narrow else "quoted-tick quoted-wide"
    line = f'<line x1="{x}" x2="{x}" y1="4" y2="{base + 6:.1f}"/>'
    year = f'<text x="{x}" y="{base + 34:.1f}">{tick.year}</text>' if tick.year else ""
    return f'<g class="{kind}">{line}<text x="{x}" y="{base + 20:.1f}">{tick.label}</text>{year}</g>'


def _axis(axis: Sequence[Stretch], rows: Sequence[Row]) -> list[str]:
    """Names and base lines; the lines are broken where time is left out."""
    drawn = []
    for row in rows:
        name = escape(shorten(row.name, NAME_CHARS))
        y = f"{row.base - row.height - 7:.1f}"
        drawn.append(f'<text class="quoted-row" x="0" y="{y}">{name}</text>')
        drawn += [
            f'<line class="quoted-base" x1="{share(s.left)}" x2="{share(s.right + RING)}" y1="{row.base:.1f}" '
            f'y2="{row.base:.1f}"/>'
            for s in axis
        ]
    return drawn


def _dot(number: int, event: Event, mark: Mark, rows: Sequence[Row]) -> str:
    x = share(mark.at)
    stand = [(rows[row].above(lane), rows[row].dot) for row, lane in mark.lanes]
    heights = [y for y, _ in stand]
    first, radius = stand[0]
    parts = []
    if event.date.last > event.date.first and mark.until - mark.at > RING + 1:
        y = f"{first:.1f}"
        parts.append(f'<line class="quoted-lasts" x1="{x}" x2="{share(mark.until)}" y1="{y}" y2="{y}"/>')
    if len(stand) > 1:
        parts.append(f'<line x1="{x}" x2="{x}" y1="{min(heights):.1f}" y2="{max(heights):.1f}"/>')
    if event.others:
        parts.append(f'<circle class="quoted-ring" cx="{x}" cy="{first:.1f}" r="{radius + RING - DOT:.1f}"/>')
    parts += [f'<circle cx="{x}" cy="{y:.1f}" r="{r:.1f}"{_crowded(r)}/>' for y, r in stand]
    said = escape(told(event))
    return f'<a href="#event-{number}" aria-label="{said}"><title>{said}</title>{"".join(parts)}</a>'


def _crowded(radius: float) -> str:
    """Dots that overlap have no rim, which would hide those below."""
    return ' class="quoted-crowded"' if radius < DOT else ""


def told(event: Event) -> str:
    """An event in one line: when, in which words, who tells it."""
    who = event.citation.publisher or event.citation.title
    others = len(event.others)
    more = f" and {others} other{'s' * (others != 1)}" if others else ""
    quote = shorten(event.citation.quote, TITLE_CHARS)
    return f"{event.date.label}: {quote} ({shorten(who, NAME_CHARS)}{more})"
