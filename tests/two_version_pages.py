"""Invented articles and a renderer of the two-version layout, for tests.

Each story has paragraphs, rewritten twins of some of them, and paragraphs that only one version has.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from difflib import SequenceMatcher

Row = tuple[str | None, str | None]


@dataclass(frozen=True)
class Story:
    """Material for an article's two versions."""

    headline: str
    new_headline: str
    paragraphs: tuple[str, ...]
    rewritten: dict[int, str]  # index of a paragraph → how the newer version puts it
    extra: tuple[str, ...]


BRIDGE = Story(
    "Bridge over the Teifer closed after lorry crash",
    "Two hurt as lorry hits bridge over the Teifer",
    (
        "CAERWEN — A lorry struck the old toll bridge over the Teifer on Monday morning, and the county closed the "
        "crossing to all "
        "traffic. Nobody could say when it would open again.",
        "“We heard a bang like a quarry blast,” said Gwenda Pugh, who runs the café on the north bank. “Then the "
        "lamps went out.”",
        "The driver, a man of 41 from Port Aled, was taken to hospital with a broken arm. Police said that he had "
        "been alone.",
        "The bridge carries about 9,000 vehicles a day. It was built in 1911 and strengthened twice, most recently "
        "in 1998.",
        "County surveyor Huw Daniel said that two of its seven arches had lost stones. He asked people to keep off "
        "the towpath.",
        "Buses are being sent over the motorway bridge at Llanoer, which adds 25 minutes to the journey.",
        "Shopkeepers in the lower town fear for their trade. The last closure, in the flood of 2009, lasted eleven "
        "weeks.",
        "The haulage company, Brynmor Freight, said it was helping the police and would not comment further.",
        "A weight limit of 18 tonnes has applied since the spring. It was not known how heavy the lorry was.",
        "Schools on the south bank stayed open on Monday, but a third of the pupils could not get there.",
    ),
    {
        0: "CAERWEN — Two people were hurt when a lorry struck the old toll bridge over the Teifer on Monday, and "
        "the county said that "
        "the crossing would stay closed for weeks.",
        2: "The driver, a 41-year-old man from Port Aled, and a cyclist were taken to hospital with broken bones. "
        "Police said that the "
        "driver had been alone in his cab.",
        4: "Huw Daniel, the county surveyor, said that three of its seven arches had lost stones and that one pier "
        "had moved. He asked "
        "people to keep off the towpath and the slipway.",
        8: "A weight limit of 18 tonnes has applied since the spring; the lorry weighed 31 tonnes, the police said.",
    },
    (
        "The cyclist, a nurse on her way home from a night shift, was thrown against the parapet. Her family "
        "thanked the two anglers who "
        "had pulled her from the road.",
        "Divers will look at the foundations on Wednesday, when the river is expected to be low enough.",
        "A petition for a new crossing had gathered 4,200 names by noon. The county rejected such a plan three "
        "years ago as too dear.",
        "The railway offered to run four more trains a day between the two banks from Thursday.",
    ),
)
ELECTION = Story(
    "Islanders of Sund vote on fishing ban",
    "Sund votes against fishing ban by 212 votes",
    (
        "Voters on the island of Sund went to the polls on Sunday to decide whether trawlers should be kept out of "
        "the western banks.",
        "The ban was proposed by marine biologists from the university at Kvale. They say that cod numbers have "
        "halved since 2012.",
        "“If there are no fish there is no island,” said Ingrid Moe, who led the campaign for the ban. She has "
        "fished there herself for "
        "twenty years.",
        "The owners of the eleven trawlers say that they would lose two thirds of their catch. Most of them live on "
        "the mainland.",
        "Polling stations opened at eight and were to close at nine in the evening. Officials spoke of a heavy "
        "turnout in the harbour town.",
        "The island council has promised to respect the outcome, although the vote is not binding. Its leader, Per "
        "Lund, has not said how "
        "he voted.",
        "Tourism brings in more money than fishing, according to figures that the bank published in May.",
        "A similar ban around the Holm skerries was lifted after four years. Researchers still disagree about "
        "whether it worked.",
    ),
    {
        0: "Voters on the island of Sund narrowly rejected a ban on trawlers on the western banks on Sunday, by "
        "1,806 votes to 1,594.",
        3: "The owners of the eleven trawlers, who had said that they would lose two thirds of their catch, fired "
        "flares in the harbour.",
        4: "Turnout was 88 per cent, the highest since the vote on the tunnel in 1986. Officials counted through "
        "the night.",
        5: "The island council will respect the outcome, its leader, Per Lund, said early on Monday. He had voted "
        "for the ban, he added.",
    },
    (
        "Young people had overwhelmingly backed the ban, a survey at the polling stations suggested.",
        "“We lost a battle in a very long argument,” Ms. Moe told her supporters in the boathouse. “The sea will "
        "settle it.”",
        "The ministry in the capital said that it would publish its own count of the stocks in the autumn. It gave "
        "no date.",
    ),
)
STORIES = (BRIDGE, ELECTION)


def versions(story: Story, rng: random.Random) -> tuple[list[str], list[str]]:
    """An old and a new version: paragraphs rewritten, dropped, added, moved."""
    old = list(story.paragraphs)
    new: list[str] = []
    extra = rng.sample(story.extra, len(story.extra))
    for i, paragraph in enumerate(old):
        drawn = rng.random()
        if i in story.rewritten and drawn < 0.75:
            new.append(story.rewritten[i])
        elif drawn < 0.85 or not new:
            new.append(paragraph)
        if extra and rng.random() < 0.25:
            new.append(extra.pop())
    if rng.random() < 0.4:
        new.insert(rng.randrange(1, len(new)), new.pop(rng.randrange(1, len(new))))
    if rng.random() < 0.3:
        old.insert(rng.randrange(1, len(old)), extra.pop() if extra else "Nothing more was known at noon.")
    return old, new


def rows(old: list[str], new: list[str]) -> list[Row]:
    """The rows of a line-by-line difference."""
    found: list[Row] = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for k in range(max(b - a, d - c)):
            found.append((old[a + k] if a + k < b else None, new[c + k] if c + k < d else None))
    return found


def line(row: Row) -> str:
    """A row as the page's text has it: equal paragraphs glued, others with a space between."""
    old, new = row
    return f"{old}{new}" if old == new else " ".join(part for part in row if part)


def page(
    headlines: tuple[str, str], body: list[Row], numbers: tuple[int, int] = (1, 2), later: str = "32 minutes later"
) -> str:
    """A whole page."""
    return "\n".join(
        [
            "This article is from the source 'coast' and was first published or seen on March 3, 2021 06:05. It "
            "won't be checked again.",
            "",
            "You can find the current article at its original source at http://coast.example/2021/03/03/story",
            "",
            "The article has changed 7 times. There is an RSS feed of changes available.",
            "",
            f"Version {numbers[0]} Version {numbers[1]}",
            " ".join(headlines),
            f"({later})",
            *map(line, body),
        ]
    )
