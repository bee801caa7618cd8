"""A question in the documents' own spelling: slips set right, names as each passage writes them, other names added."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.records import Hit
from index.vocabulary import Spelling, respell
from qa.news.dates import MONTH_NAMED, dates_in
from qa.news.names import NameBook
from qa.question import Question, read_question

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.reader import Reader, Reading

DAYS_BEFORE, DAYS_AFTER = 1, 2  # how far around the days a question means a document's date may lie


@dataclass(frozen=True, slots=True)
class Spelled:
    """A question and what the documents' vocabulary says about its words."""

    question: Question  # slips set right
    spelling: Spelling = field(default_factory=Spelling)

    @classmethod
    def of(cls, index: DocumentIndex, text: str) -> Spelled:
        """Read a question against an index.

        Raises:
            QuestionError: empty or too long.
        """
        question = read_question(text)
        spelling = index.spelling(question.text)
        return cls(read_question(spelling.corrected(question.text)) if spelling.slips else question, spelling)

    def search(
        self, index: DocumentIndex, about: str, top: int, documents: Sequence[str] | None, today: datetime.date | None
    ) -> list[Hit]:
        """The passages to read, best first: looked for by other names too, where a passage found equates names.

        Documents of the days that the question means ("this week") come first; the others are not left out.
        """
        query = f"{self.question.text} {about}".strip()
        hits = index.search(query, top, documents=documents)
        also = NameBook(hit.passage for hit in hits).other_names(self.question.text) if self.question.names else []
        if also:
            hits = index.search(query, top, documents=documents, also=also)
        days = days_meant(self.question.text, today)
        if days is None:
            return hits
        near = index.search(query, max(1, top // 2), documents=documents, also=also, since=days[0], until=days[1])
        ids = {hit.passage.id for hit in near}
        return [*near, *(hit for hit in hits if hit.passage.id not in ids)][:top]

    def read(self, reader: Reader, hits: Sequence[Hit]) -> list[Reading]:
        """A reading a hit, in order: each passage is asked in its own spelling."""
        asked = [respell(self.question.text, hit.passage.text, self.spelling.variants) for hit in hits]
        readings: dict[int, Reading] = {}
        for wording in dict.fromkeys(asked):
            places = [place for place, own in enumerate(asked) if own == wording]
            read = reader.read(wording, [hits[place].passage.text for place in places])
            readings.update(zip(places, read, strict=True))
        return [readings[place] for place in range(len(hits))]


def days_meant(question: str, today: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
    """The days around which documents should be dated ("this week", "yesterday"); None when a question names none."""
    if today is None:
        return None
    found = [date for date in dates_in(question, today) if not MONTH_NAMED.search(date.text)]
    found = [date for date in found if not any(character.isdigit() for character in date.text)]
    if len(found) != 1:
        return None
    before, after = datetime.timedelta(days=DAYS_BEFORE), datetime.timedelta(days=DAYS_AFTER)
    return found[0].first - before, found[0].last + after
