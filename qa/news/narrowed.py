"""A reader that may take only some spans for answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.reader import Reader, Reading, Span

_MOST = 20  # spans a passage that are looked at before some are left out

Keep = Callable[[str, Span], Span | None]  # (passage, span) → the span, or a part of it; None leaves it out


class Narrowed(Reader):
    """Another reader, whose spans are left out or cut shorter.

    Args:
        reader: what reads.
        keep: decides about each span.
    """

    def __init__(self, reader: Reader, keep: Keep) -> None:
        self._reader, self._keep = reader, keep

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        """As :meth:`qa.reader.Reader.read` has it; at most ``top_spans`` of the spans that stay."""
        readings = self._reader.read(question, passages, max(top_spans, _MOST))
        return [
            Reading(
                reading.null_score,
                self._kept(passage, reading.spans)[:top_spans],
                self._kept(passage, reading.members),
            )
            for passage, reading in zip(passages, readings, strict=True)
        ]

    def forget(self) -> None:
        """Drops what the other reader remembers."""
        self._reader.forget()

    def list_odds(self, question: str, passages: Sequence[str]) -> float:
        """The other reader's."""
        return self._reader.list_odds(question, passages)

    def _kept(self, passage: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        kept: dict[tuple[int, int], Span] = {}
        for span in spans:
            if (cut := self._keep(passage, span)) is not None:
                kept.setdefault((cut.start, cut.end), cut)
        return tuple(kept.values())
