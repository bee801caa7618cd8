"""Training rows -> batches of word pieces: sampling by a mixture, cropping, encoding, bucketing by length."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.prepare import plain

Row = dict[str, Any]
CLS, SEP = 101, 102
MAX_QUESTION_TOKENS, MAX_CONTEXT_TOKENS = 48, 330
NEGATIVE_SHARE = {
    "news": 0.7,
    "squad": 0.25,
    "small": 0.2,
    "bare": 0.0,
}  # of answerable questions are read with wrong passages too
MOST_NEGATIVES = 3  # wrong passages beside a right one: one to so many
WHOLE_SHARE = 0.08  # of contexts are not cropped
LIST_COPIES = 2  # list questions are drawn so many times as often as others
TYPO_SHARE = 0.06  # of questions get a slip of the finger
SWAP_SHARE = {
    "news": 0.12,
    "squad": 0.06,
    "small": 0.0,
    "bare": 0.0,
}  # of answerable questions ask about somebody else instead
CROP_WORDS = (60, 135)
# shares of draws in the first half and in the second half of training
MIXTURE = {"news": (0.46, 0.57), "squad": (0.36, 0.29), "small": (0.06, 0.04), "bare": (0.12, 0.10)}
# a year, or capitalised words that do not open the sentence
NAME = re.compile(r"\b(?:19|20)\d\d\b|(?<=[a-z,’'] )[A-Z][\w’'.-]*\w(?: [A-Z][\w’'.-]*\w)*")


@dataclass
class Example:
    """One question with one passage, encoded; ``gold`` are token pairs (first, last), empty for "not here"."""

    ids: list[int]
    first: int  # index of the first passage token
    gold: list[tuple[int, int]]
    many: bool | None
    group: int = 0  # examples of one question share it; the positive comes first
    source: str = ""

    @property
    def length(self) -> int:
        return len(self.ids)


@dataclass
class Batch:
    """Padded tensors of B examples, T tokens."""

    ids: Tensor  # (B, T)
    types: Tensor  # (B, T)
    mask: Tensor  # (B, T)
    passage: Tensor  # (B, T) bool: passage tokens
    starts: Tensor  # (B, T) 1 at gold starts
    ends: Tensor  # (B, T)
    inside: Tensor  # (B, T) 1 within gold spans
    many: Tensor  # (B,) 1, 0, or -1 when unknown
    alternatives: Tensor  # (B,) bool: gold spans are alternatives, any will do
    groups: list[int] = field(default_factory=list)

    def shared(self) -> Iterator[tuple[int, int]]:
        """(first, stop) of rows that belong to one question, the positive first; questions of one row left out."""
        first = 0
        for i in range(1, len(self.groups) + 1):
            if i == len(self.groups) or self.groups[i] != self.groups[first]:
                if i - first > 1:
                    yield first, i
                first = i


def bucket_of(source: str) -> str:
    """Which part of the mixture a source belongs to."""
    if source.startswith("train_news_written"):
        return "news"
    return {"squad20_train": "squad", "train_qasrl_qanom": "bare"}.get(source, "small")


def crop(row: Row, rng: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """A window of words around one answer at a random offset; without an answer, the window that shares most words
    with the question.

    Spans that the window cuts are dropped; the chosen one never is.
    """
    text, spans = row["context"], [tuple(s) for s in row["spans"]]
    words = [m.span() for m in re.finditer(r"\S+", text)]
    size = rng.randint(*CROP_WORDS)
    if len(words) <= size or rng.random() < WHOLE_SHARE or (row["many"] and len(spans) > 1):
        return text, spans
    if spans:
        start, end = rng.choice(spans)
        first = next(i for i, w in enumerate(words) if w[1] > start)
        last = next((i for i, w in enumerate(words) if w[1] >= end), len(words) - 1)
        low, high = max(0, last - size + 1), min(first, len(words) - size)
        at = rng.randint(min(low, high), max(low, high)) if low <= high else first
        stop = max(at + size, last + 1)
    else:
        asked = set(re.findall(r"\w{4,}", row["question"].lower()))
        hits = [any(w in asked for w in re.findall(r"\w{4,}", text[a:b].lower())) for a, b in words]
        places = list(range(0, len(words) - size + 1, 8))
        at = max(places, key=lambda p: sum(hits[p : p + size]) + 0.5 * rng.random())
        stop = at + size
    low_char, high_char = words[at][0], words[min(stop, len(words)) - 1][1]
    kept = [(s - low_char, e - low_char) for s, e in spans if s >= low_char and e <= high_char]
    return text[low_char:high_char], kept


def slip(question: str, rng: random.Random) -> str:
    """One letter of one longer word dropped, doubled, or swapped with the next."""
    words = [m.span() for m in re.finditer(r"[^\W\d_]{5,}", question)]
    if not words:
        return question
    start, end = rng.choice(words)
    i = rng.randint(start + 1, end - 2)
    change = rng.choice(("", question[i] * 2, question[i + 1] + question[i]))
    return question[:i] + change + question[i + (2 if len(change) == 2 and change[0] == question[i + 1] else 1) :]


def like(name: str) -> str:
    """What a name may be exchanged for: a year for a year, as many words for as many words."""
    return "year" if name.isdigit() else str(len(name.split()))


def swap(row: Row, names: dict[str, list[str]], rng: random.Random) -> Row | None:
    """The row with one name (or year) of its question exchanged for another that its passage does not hold: a question
    with a false premise, which the passage no longer answers. None where the question shares no name with it."""
    shared = [m for m in NAME.finditer(row["question"]) if m.group() in row["context"]]
    if not row["spans"] or not shared:
        return None
    name = rng.choice(shared)
    other = rng.choice(names[like(name.group())])
    if plain(other) in plain(row["context"]):
        return None
    question = row["question"][: name.start()] + other + row["question"][name.end() :]
    return {**row, "question": question, "spans": [], "many": None, "negatives": []}


class Sampler:
    """Endless draws from the mixture, every bucket shuffled anew each time it runs out; its state can be saved."""

    def __init__(self, path: Path, tokenizer: Tokenizer, seed: int) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            data = json.load(file)
        self.passages: list[str] = data["passages"]
        self.buckets: dict[str, list[Row]] = {name: [] for name in MIXTURE}
        for row in data["rows"]:
            bucket = bucket_of(row["source"])
            self.buckets[bucket].extend([row] * (LIST_COPIES if bucket == "news" and row["many"] else 1))
        self.names: dict[str, dict[str, list[str]]] = {}  # bucket -> like() -> names its questions ask about
        for bucket, rows in self.buckets.items():
            kinds = self.names.setdefault(bucket, {})
            for name in (name for row in rows for name in NAME.findall(row["question"])):
                kinds.setdefault(like(name), []).append(name)
        self.tokenizer, self.seed = tokenizer, seed
        self.state = {"pools": 0, **dict.fromkeys(MIXTURE, 0)}
        self.orders: dict[tuple[str, int], list[int]] = {}

    def _next(self, name: str) -> Row:
        rows = self.buckets[name]
        epoch, at = divmod(self.state[name], len(rows))
        if (name, epoch) not in self.orders:
            order = list(range(len(rows)))
            random.Random(f"{self.seed}/{name}/{epoch}").shuffle(order)
            self.orders[name, epoch] = order
        self.state[name] += 1
        return rows[self.orders[name, epoch][at]]

    def encode(
        self, question: str, context: str, spans: list[tuple[int, int]], many: bool | None, source: str
    ) -> Example:
        """[CLS] question [SEP] passage [SEP]; spans past the token limit are dropped."""
        asked = self.tokenizer.encode(question, add_special_tokens=False).ids[:MAX_QUESTION_TOKENS]
        read = self.tokenizer.encode(context, add_special_tokens=False)
        offsets = read.offsets[:MAX_CONTEXT_TOKENS]
        first = len(asked) + 2
        gold = []
        for start, end in spans:
            covered = [i for i, (a, b) in enumerate(offsets) if b > start and a < end]
            if covered and offsets[covered[-1]][1] >= end:
                gold.append((first + covered[0], first + covered[-1]))
        ids = [CLS, *asked, SEP, *read.ids[:MAX_CONTEXT_TOKENS], SEP]
        return Example(ids, first, gold, many, source=source)

    def _examples(self, row: Row, group: int, rng: random.Random) -> list[Example]:
        bucket = bucket_of(row["source"])
        if rng.random() < SWAP_SHARE[bucket]:
            row = swap(row, self.names[bucket], rng) or row
        question = slip(row["question"], rng) if rng.random() < TYPO_SHARE else row["question"]
        context, spans = crop(row, rng)
        found = [self.encode(question, context, spans, row["many"], row["source"])]
        if found[0].gold and row["negatives"] and rng.random() < NEGATIVE_SHARE[bucket]:
            for wrong in rng.sample(row["negatives"], min(len(row["negatives"]), rng.randint(1, MOST_NEGATIVES))):
                text, _ = crop({**row, "context": self.passages[wrong], "spans": []}, rng)
                found.append(self.encode(question, text, [], row["many"], row["source"]))
        for example in found:
            example.group = group
        return found

    def pool(self, progress: float, draws: int, tokens: int) -> Iterator[list[Example]]:
        """Batches from one pool of draws: groups sorted by length, cut at ``tokens`` padded tokens, in random order."""
        rng = random.Random(f"{self.seed}/pool/{self.state['pools']}")
        self.state["pools"] += 1
        stage = 0 if progress < 0.5 else 1
        shares = {name: share[stage] for name, share in MIXTURE.items() if self.buckets[name]}
        names = rng.choices(list(shares), list(shares.values()), k=draws)
        groups = [self._examples(self._next(name), i, rng) for i, name in enumerate(names)]
        groups = [g for g in groups if g[0].gold or not g[0].many]
        groups.sort(key=lambda g: max(e.length for e in g))
        batches: list[list[Example]] = [[]]
        for g in groups:
            width = max(e.length for e in g)
            if batches[-1] and (len(batches[-1]) + len(g)) * width > tokens:
                batches.append([])
            batches[-1].extend(g)
        rng.shuffle(batches)
        yield from batches


def collate(examples: list[Example]) -> Batch:
    """Pads to the longest."""
    b, t = len(examples), max(e.length for e in examples)
    ids, types, mask = (torch.zeros(b, t, dtype=torch.long) for _ in range(3))
    passage = torch.zeros(b, t, dtype=torch.bool)
    starts, ends, inside = (torch.zeros(b, t) for _ in range(3))
    for i, e in enumerate(examples):
        ids[i, : e.length] = torch.tensor(e.ids)
        mask[i, : e.length] = 1
        types[i, e.first : e.length] = 1
        passage[i, e.first : e.length - 1] = True
        for first, last in e.gold:
            starts[i, first] = ends[i, last] = 1.0
            inside[i, first : last + 1] = 1.0
    many = torch.tensor([-1.0 if e.many is None else float(e.many) for e in examples])
    alternatives = torch.tensor([not e.many for e in examples])
    return Batch(ids, types, mask, passage, starts, ends, inside, many, alternatives, [e.group for e in examples])
