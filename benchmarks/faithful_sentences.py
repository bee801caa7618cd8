"""Faithful sentences over ``corpus/`` and known ways to spoil them; what ``benchmarks.faithfulness`` checks.

Faithful ones are made from a document's own sentences in ways that keep what they say; each way to spoil one returns
None where it does not apply. Everything is drawn from a seeded generator.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from index.sentences import sentence_spans
from qa.llm.check import Source
from qa.llm.facts import numbers
from qa.llm.names import names
from qa.news.speakers import finite
from qa.question import STOP_WORDS

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHORT = {"Jan.": "January", "Feb.": "February", "Aug.": "August", "Sept.": "September", "Oct.": "October",
          "Nov.": "November", "Dec.": "December"}  # fmt: skip
_SPOKEN = re.compile(r"\b(?:said|says|told|tweeted|warned|wrote|added|according|report(?:ed|s)|claims?|denied)\b")
_SAID = re.compile(r"\b(said|says|tweeted|warned|wrote|told|added|announced|confirmed|acknowledged)\b")
_HEDGE = re.compile(
    r"\b(?:(?P<modal>may|might|could) (?=[a-z])|(?P<adverb>probably|likely|reportedly|allegedly|apparently|possibly|"
    r"perhaps|partly|mostly) |"
    r"(?P<number>at least|more than|about|roughly|nearly|almost|some|over|around) (?=[\d$a-z-]+))"
)
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)\b(?! not\b)")
_NEGATED = re.compile(r"\b(?:not |never |no longer )|n[’']t\b")
OUTSIDE = (
    "and the cost came to 14 million dollars", "which critics in Oslo called a mistake", "as it had done in 1987",
    "after a request from the mayor of Lisbon", "because the harvest had failed", "and won a prize for it",
    "although most voters opposed it", "under a treaty signed in Geneva", "while stocks in Tokyo fell sharply",
    "and later apologised to the families", "using equipment bought from Sweden", "for the third time in a decade",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A sentence with its marks, the passages it was written from, and whether they carry it."""

    sentence: str
    sources: tuple[Source, ...]
    kind: str  # "faithful" or how it was spoiled
    origin: str  # how it was written
    group: str  # what it is split by: a document or a passage id
    spoiled_by: str = "hand"  # or "code"

    @property
    def faithful(self) -> bool:
        """Whether it may stand."""
        return self.kind == "faithful"


@dataclass(frozen=True)
class _Read:
    name: str
    publisher: str
    source: Source
    other: tuple[Source, ...]
    sentences: tuple[str, ...]


def _documents(folder: Path) -> list[tuple[str, dict[str, str], list[str]]]:
    found = []
    for path in sorted(folder.glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        paragraphs = [p.strip() for p in body.split("\n\n") if p.strip() and not p.startswith("#")]
        found.append((path.stem, yaml.safe_load(head), paragraphs))
    return found


def _passages(folder: Path) -> list[_Read]:
    found = []
    documents = _documents(folder)
    for name, head, paragraphs in documents:
        context = f"{head['title']} {head.get('publisher') or ''} {' '.join(head.get('authors') or [])}"
        made = [Source(p, str(head.get("published") or "") or None, context) for p in paragraphs]
        far = [Source(p, None, h["title"]) for n, h, ps in documents if n[:6] != name[:6] for p in ps]
        for i, source in enumerate(made):
            sentences = tuple(source.text[a:b] for a, b in sentence_spans(source.text))
            others = (far[(i * 7) % len(far)], far[(i * 11 + 3) % len(far)])
            found.append(_Read(name, str(head.get("publisher") or ""), source, others, sentences))
    return found


def faithful(folder: Path, seed: int = 1) -> list[Item]:
    """Faithful sentences over every passage of a folder of Markdown documents."""
    rng = random.Random(seed)
    found: list[Item] = []
    passages = _passages(folder)
    for read in passages:
        for sentence in read.sentences:
            if len(sentence.split()) < 5 or sentence.count('"') % 2 or not finite(sentence):
                continue
            for origin, said in _retellings(sentence, read, rng):
                at = rng.randrange(3)
                sources = [*read.other]
                sources.insert(at, read.source)
                text = _marked(said, at + 1)
                found.append(Item(text, tuple(sources), "faithful", origin, read.name))
    return found + _both(found, rng)


def _marked(sentence: str, mark: int) -> str:
    body = sentence.rstrip()
    end = re.search(r"[.!?][\"”’]?$", body)
    return f"{body[: end.start()]}{end.group()[1:]} [{mark}]{end.group()[0]}" if end else f"{body} [{mark}]."


def _retellings(sentence: str, read: _Read, rng: random.Random) -> list[tuple[str, str]]:
    found = [("as it stands", sentence)]
    words = sentence.split()
    low = _lowered(sentence)
    if read.publisher and '"' not in sentence:
        found.append(("attributed to the publisher", f"According to {read.publisher}, {low}"))
    cut = _cut(sentence)
    if cut:
        found.append(("a clause left out", cut))
    other = _dates_written_out(sentence)
    if other != sentence:
        found.append(("dates written out", other))
    if '"' in sentence:
        found.append(("curly marks", re.sub(r'"([^"]+)"', r"“\1”", sentence)))
    elif len(words) > 9:
        start = rng.randrange(0, len(words) - 7)
        part = " ".join(words[start : start + 6]).strip(" ,.;:")
        if not re.search(r"['‘’()]", part):
            found.append(("words quoted", sentence.replace(part, f"“{part}”", 1)))
    if '"' not in sentence and not _SPOKEN.search(sentence):
        found.append(("reported", f"One account has it that {low}"))
    return found


def _lowered(sentence: str) -> str:
    first = sentence.split()[0]
    return sentence[0].lower() + sentence[1:] if first.lower() in STOP_WORDS else sentence


def _cut(sentence: str) -> str:
    """The sentence without its last clause behind a comma, where what is left is one and nobody's words get lost."""
    at = sentence.rfind(", ")
    head, tail = sentence[:at], sentence[at:]
    if at < 0 or '"' in sentence or _SPOKEN.search(tail) or len(head.split()) < 6 or not finite(head):
        return ""
    if re.match(r"(?:if|when|as|after|although|while|in|on|at|since|before)\b", head, re.I) and head.count(",") == 0:
        return ""
    return head + "." if not re.search(r"\b(?:not|nor|neither|no)\b", tail) else ""


def _dates_written_out(sentence: str) -> str:
    for short, long in _SHORT.items():
        sentence = re.sub(rf"\b{re.escape(short)}(?= \d)", long, sentence)
    return sentence


def _both(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """Two documents' sentences in one, each stretch with its own mark."""
    plain = [i for i in items if i.origin == "as it stands" and '"' not in i.sentence and len(i.sentence) < 160]
    found = []
    for one in plain:
        two = rng.choice([p for p in plain if p.group[:6] != one.group[:6]])
        first = int(re.findall(r"\[(\d)\]", two.sentence)[0])
        second = re.sub(r"\[\d\]", f"[{first + len(one.sources)}]", two.sentence)
        text = f"{one.sentence.rstrip('.')}, while {_lowered(second)}"
        found.append(Item(text, one.sources + two.sources, "faithful", "two sources, each marked", one.group))
    return found


Spoil = Callable[[Item, random.Random], "str | None"]


def _number(item: Item, rng: random.Random) -> str | None:
    found = [q for q in numbers(item.sentence) if re.search(r"\d", item.sentence[q.start : q.end])]
    found = [q for q in found if item.sentence[q.start - 1 : q.start] != "["]
    if not found:
        return None
    q = rng.choice(found)
    part = item.sentence[q.start : q.end]
    changed = re.sub(r"\d[\d,.]*\d|\d", lambda m: _other(m[0], rng), part, count=1)
    return item.sentence[: q.start] + changed + item.sentence[q.end :]


def _other(figure: str, rng: random.Random) -> str:
    value = float(figure.replace(",", ""))
    new = rng.choice([value + 1, value + 10, value * 2, value * 10, max(1, value - 1) if value > 2 else value + 3])
    return f"{new:,.0f}" if "," in figure or new == int(new) else f"{new:.1f}"


def _date(item: Item, rng: random.Random) -> str | None:
    text = item.sentence
    day = re.search(rf"\b({'|'.join(_DAYS)})\b", text)
    month = re.search(rf"\b({'|'.join(_MONTHS)}|Jan\.|Dec\.|Oct\.|Nov\.)(?: (\d{{1,2}}))?\b", text)
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    choices = []
    if day:
        choices.append(text[: day.start()] + rng.choice([d for d in _DAYS if d != day[0]]) + text[day.end() :])
    if month and month[2]:
        at, end = month.span(2)
        choices.append(text[:at] + str((int(month[2]) + rng.randrange(1, 9)) % 27 + 1) + text[end:])
    elif month and month[1] != "May":
        new = rng.choice([m for m in _MONTHS if m[:3] != month[1][:3] and m != "May"])
        choices.append(text[: month.start(1)] + new + text[month.end(1) :])
    if year:
        choices.append(text[: year.start()] + str(int(year[0]) + rng.choice([-3, -2, -1, 1, 2])) + text[year.end() :])
    whole = " ".join(s.text + str(s.published) + s.context for s in item.sources)
    changed = [c for c in choices if c != text]
    return rng.choice([c for c in changed if _new_word(text, c) not in whole] or [""]) or None


def _new_word(old: str, new: str) -> str:
    before = set(old.split())
    return next((w.strip(".,;") for w in new.split() if w not in before), "")


def _name(item: Item, rng: random.Random) -> str | None:
    called = [n for n in names(item.sentence) if n.surely]
    if not called:
        return None
    name = rng.choice(called)
    new = rng.choice(["Harlan Voss", "Ottoline Brandt", "Castermere", "Velloria", "Tomas Ekberg", "Northfield Bank"])
    start, end = name.words[0].start, name.words[-1].end
    return item.sentence[:start] + (new if len(name.words) > 1 else new.split()[-1]) + item.sentence[end:]


def _role(item: Item, rng: random.Random) -> str | None:
    called = [n for n in names(item.sentence) if n.surely]
    texts = list(dict.fromkeys(n.text for n in called))
    if len(texts) < 2 or "[" in item.sentence[: called[-1].words[0].start] or re.search(r"\band\b", item.sentence):
        return None
    a, b = called[0], called[-1]
    if a.text in b.text or b.text in a.text:
        return None
    s = item.sentence
    cut = (a.words[0].start, a.words[-1].end, b.words[0].start, b.words[-1].end)
    return s[: cut[0]] + b.text + s[cut[1] : cut[2]] + a.text + s[cut[3] :]


def _negation(item: Item, rng: random.Random) -> str | None:
    unquoted = re.sub(r"[\"“][^\"”]*[\"”]", lambda m: "~" * len(m[0]), item.sentence)
    negated = _NEGATED.search(unquoted)
    if negated:
        new = item.sentence[: negated.start()] + item.sentence[negated.end() :]
        return new.replace("  ", " ")
    match = _AUXILIARY.search(unquoted)
    return None if match is None else f"{item.sentence[: match.end()]} not{item.sentence[match.end() :]}"


def _hedge(item: Item, rng: random.Random) -> str | None:
    match = _HEDGE.search(re.sub(r"[\"“][^\"”]*[\"”]", lambda m: "~" * len(m[0]), item.sentence))
    if match is None:
        return None
    head, tail = item.sentence[: match.start()], item.sentence[match.end() :]
    if match["modal"]:
        return f"{head}will {tail}"
    if match["number"]:
        if not numbers(item.sentence[match.start() : match.end() + 25].lstrip()) or match["number"] == "some":
            return None
        at = [q for q in numbers(item.sentence) if q.start <= match.start() < q.end and q.hedge != "exact"]
        if not at:
            return None
        tail = tail.lstrip()
    return head + tail


def _attribution(item: Item, rng: random.Random) -> str | None:
    match = _SAID.search(re.sub(r"[\"“][^\"”]*[\"”]", lambda m: "~" * len(m[0]), item.sentence))
    if match is None:
        return None
    new = rng.choice(["denied", "promised"]) if match[1] != "told" else "denied to"
    return item.sentence[: match.start()] + new + item.sentence[match.end() :]


def _merge(item: Item, rng: random.Random) -> str | None:
    """The first half of the sentence with the second half of another source's, both marked."""
    body, mark = re.sub(r"\s*\[\d+\]\.?$", "", item.sentence), re.findall(r"\[(\d+)\]", item.sentence)
    if len(mark) != 1 or '"' in body or "“" in body:
        return None
    others = [n for n in range(1, len(item.sources) + 1) if str(n) != mark[0]]
    if not others:
        return None
    other = rng.choice(others)
    spans = sentence_spans(item.sources[other - 1].text)
    a, b = rng.choice(spans)
    theirs = item.sources[other - 1].text[a:b].rstrip(".").split()
    mine = body.split()
    if len(mine) < 8 or len(theirs) < 8 or any('"' in w for w in theirs):
        return None
    return " ".join(mine[: len(mine) // 2] + theirs[len(theirs) // 2 :]).rstrip(".") + f" [{mark[0]}][{other}]."


def _quotation(item: Item, rng: random.Random) -> str | None:
    match = re.search(r"[\"“]([^\"”]{12,})[\"”]", item.sentence)
    if match is None:
        return None
    words = match[1].split()
    if len(words) < 3:
        return None
    at = rng.randrange(len(words))
    words[at] = rng.choice([w for w in ("never", "quite", "nearly", "those", "gladly") if w not in match[1]])
    return item.sentence[: match.start(1)] + " ".join(words) + item.sentence[match.end(1) :]


def _mark(item: Item, rng: random.Random) -> str | None:
    mark = re.findall(r"\[(\d+)\]", item.sentence)
    if len(mark) != 1:
        return None
    others = [n for n in range(1, len(item.sources) + 1) if str(n) != mark[0]]
    moved = [f"[{rng.choice(others)}]"] if others else []
    new = rng.choice([*moved, f"[{len(item.sources) + rng.randrange(1, 9)}]", ""])
    return re.sub(r" \[\d+\]", f" {new}" if new else "", item.sentence)


def _outside(item: Item, rng: random.Random) -> str | None:
    match = re.search(r" (?=\[\d+\]\.?$)", item.sentence)
    return (
        None
        if match is None
        else f"{item.sentence[: match.start()]}, {rng.choice(OUTSIDE)}{item.sentence[match.start() :]}"
    )


SPOILS: dict[str, Spoil] = {
    "number": _number, "date": _date, "name": _name, "quotation": _quotation, "mark": _mark, "negation": _negation,
    "hedge": _hedge, "attribution": _attribution, "merge": _merge, "outside": _outside, "role": _role,
}  # fmt: skip


def spoiled(items: Sequence[Item], seed: int = 2) -> list[Item]:
    """Each faithful item spoiled in every way that applies to it."""
    found = []
    for item in items:
        for kind, spoil in SPOILS.items():
            rng = random.Random(f"{seed}|{kind}|{item.sentence}")
            text = spoil(item, rng)
            if text and text != item.sentence:
                found.append(replace(item, sentence=text, kind=kind, spoiled_by="code"))
    return found


def claims(path: Path, *, first_half: bool) -> list[Item]:
    """Claims written by hand, with their own kinds; by passage id the first or the second half of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)
    ids = sorted({row["passage_id"] for row in rows})
    wanted = set(ids[: len(ids) // 2] if first_half else ids[len(ids) // 2 :])
    return [
        Item(_marked(r["claim"], 1), (Source(r["passage"]),), r["kind"], "written", r["passage_id"])
        for r in rows
        if r["passage_id"] in wanted
    ]
