"""The reader: finds the exact span of a passage that answers a question, or says that it isn't there.

A small transformer, int8, run by ONNX Runtime; ``training/`` made it and ``qa/weights/MODEL_CARD.md`` says how well
it does. Needs onnxruntime, tokenizers and numpy, nothing else.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import WeightsError
from index.weights import file_sha256
from qa.kinds.listing import Wanted, wanted
from qa.members import members
from qa.span_decoding import Floats, Window, best_pairs, characters, over_words, runs, whole_words, without_overlaps

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

SHIPPED = Path(__file__).parent / "weights"
GRAPH, TOKENIZER, SETTINGS = "reader.int8.onnx", "tokenizer.json", "reader.json"
CLS, SEP = 101, 102
# ONNX Runtime's residual norm in one operation takes five times as long on a CPU as the additions and the norm by
# themselves: a graph that has them apart is left as it is.
SLOWER = ["SkipLayerNormFusion"]
TOKENS_KEPT = 1024  # passages whose tokens are remembered
WINDOWS_KEPT = 512  # windows whose logits are remembered: parts of a question, and its second wording, meet them again
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Span:
    """``passage[start:end]``, in code points; ``score`` is the logit difference to "not in this passage": > 0
    answers."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one passage.

    ``null_score`` is the logit sum of "not in this passage" (of the window where it is least likely); ``spans`` are
    best first and never overlap; ``members`` are all the parts of the answer, in text order, when the question asks
    for several things.
    """

    null_score: float
    spans: tuple[Span, ...]
    members: tuple[Span, ...]


EMPTY = Reading(0.0, (), ())


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What ``reader.json`` holds beside the files' digests."""

    max_tokens: int  # of a window: question, passage part and three marks
    stride_tokens: int  # that neighbouring windows share
    max_question_tokens: int
    max_span_tokens: int
    threshold: float  # taken off every span's score, so that > 0 answers
    list_threshold: float  # log-odds from which a question asks for several things
    member_threshold: float  # log-odds from which a token is part of an answer
    member_margin: float  # a part this much below the best part is left out


@dataclass(frozen=True, slots=True)
class _Piece:
    """One window of one passage, before it is run."""

    passage: int
    ids: NDArray[np.int64]  # (t,)
    first: int  # index in ids of the first passage token
    offsets: NDArray[np.int64]  # (n, 2)
    words: NDArray[np.int64]  # (n,)


def _checked(folder: Path) -> dict[str, Any]:
    """The settings, after the sha256 of every file they name was found right."""
    missing = [name for name in (SETTINGS, GRAPH, TOKENIZER) if not (folder / name).is_file()]
    if missing:
        raise WeightsError(
            f"{folder} has no {' and no '.join(missing)}: reinstall quoted, or give the folder of a reader"
        )
    try:
        settings: dict[str, Any] = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        expected = {name: settings["files"][name]["sha256"] for name in (GRAPH, TOKENIZER)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(
            f"{folder / SETTINGS} cannot be used ({error}): reinstall quoted, or export the reader again"
        ) from error
    for name, digest in expected.items():
        found = file_sha256(folder / name)
        if found != digest:
            raise WeightsError(
                f"{folder / name} is cut short or changed (sha256 {found[:12]}…, expected {str(digest)[:12]}…): "
                "reinstall quoted, or export the reader again"
            )
    return settings


def _cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A passage's word pieces."""

    ids: list[int]  # n
    offsets: NDArray[np.int64]  # (n, 2) code points in the passage
    words: NDArray[np.int64]  # (n,) which word a token is part of; -1 for none


class Reader:
    """Reads a question with passages; safe to share between threads.

    Every window is a run of its own, several at a time, each on one thread. What is read in a passage so does not
    depend on the passages beside it (int8 scales a run's numbers by the largest of them), nothing is padded, and the
    logits of a window can be kept.
    """

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: tokenizers.Tokenizer,
        settings: ReaderSettings,
        sha256: str,
        threads: int = 1,
    ) -> None:
        self._session, self._tokenizer = session, tokenizer
        self.settings, self.sha256 = settings, sha256
        self._threads = threads
        self._tokens = lru_cache(TOKENS_KEPT)(self._tokenised)
        self._logits = lru_cache(WINDOWS_KEPT)(self._run)

    @classmethod
    def load(cls, path: str | Path | None = None, threads: int | None = None) -> Reader:
        """Loads a reader after checking its files.

        Args:
            path: folder with the graph, the tokenizer and ``reader.json``; the shipped one when None.
            threads: how many windows are read at the same time; None takes the processors there are, at most four.

        Raises:
            WeightsError: a file is missing, cut short, changed, or not a reader's.
        """
        import onnxruntime
        import tokenizers

        folder = Path(path) if path is not None else SHIPPED
        raw = _checked(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # it would keep a plan of the memory for every length of window
        options.log_severity_level = 3
        try:
            settings = ReaderSettings(**{name: raw[name] for name in ReaderSettings.__slots__})
            session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
            )
            tokenizer = tokenizers.Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # the libraries raise bare Exception for a file they cannot read
            raise WeightsError(
                f"{folder} holds no reader this version can use ({error}): export the reader again"
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer, settings, raw["files"][GRAPH]["sha256"], threads or min(4, _cores()))

    @cached_property
    def _room(self) -> int:
        return self.settings.max_tokens - 3

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        """Reads every passage for the answer.

        Args:
            question: any text; what is over ``max_question_tokens`` is left out.
            passages: any texts, of any length; longer ones are read in overlapping windows.
            top_spans: at most this many spans a passage.

        Returns:
            one Reading a passage, in the order given. A passage without a word, and every passage when the question
            has none, gets an empty Reading.
        """
        asked = self._asked(question)
        if not asked or not passages:
            return [EMPTY] * len(passages)
        pieces = [piece for i, passage in enumerate(passages) for piece in self._windows(asked, i, passage)]
        read: dict[int, list[tuple[float, Window]]] = {}
        outputs = self._outputs(pieces)
        for piece, (logits, _) in zip(pieces, outputs, strict=True):
            read.setdefault(piece.passage, []).append(_window(piece, logits))
        seems = bool(outputs) and float(np.mean([odds for _, odds in outputs])) > self.settings.list_threshold
        asks = wanted(question)
        several = replace(asks, several=seems) if asks.several is None else asks
        return [self._reading(p, read.get(i, []), top_spans, several, seems) for i, p in enumerate(passages)]

    def forget(self) -> None:
        """Drops what is remembered of windows read, so that reading them again takes as long as the first time."""
        self._logits.cache_clear()

    def list_odds(self, question: str, passages: Sequence[str]) -> float:
        """Log-odds that the question asks for several things, the mean over all windows; 0.0 without a word."""
        asked = self._asked(question)
        pieces = [piece for i, passage in enumerate(passages) for piece in self._windows(asked, i, passage)]
        return float(np.mean([odds for _, odds in self._outputs(pieces)])) if asked and pieces else 0.0

    def _asked(self, question: str) -> list[int]:
        """The question's tokens, cut at their limit."""
        ids: list[int] = self._tokenizer.encode(_SURROGATES.sub("\ufffd", question), add_special_tokens=False).ids
        return ids[: self.settings.max_question_tokens]

    def _windows(self, asked: list[int], index: int, passage: str) -> list[_Piece]:
        """A passage's tokens cut into windows that overlap; none when it has no tokens."""
        tokens = self._tokens(passage)
        count = len(tokens.ids)
        room = self._room - len(asked)
        step = max(1, room - self.settings.stride_tokens)
        pieces = []
        for low in range(0, count, step):
            high = min(low + room, count)
            row = np.array([CLS, *asked, SEP, *tokens.ids[low:high], SEP], dtype=np.int64)
            pieces.append(_Piece(index, row, len(asked) + 2, tokens.offsets[low:high], tokens.words[low:high]))
            if high == count:
                break
        return pieces

    def _tokenised(self, passage: str) -> _Tokens:
        encoding = self._tokenizer.encode(_SURROGATES.sub("\ufffd", passage), add_special_tokens=False)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(len(encoding.ids), 2)
        words = np.array([-1 if word is None else word for word in encoding.word_ids], dtype=np.int64)
        return _Tokens(encoding.ids, offsets, words)

    def _outputs(self, pieces: Sequence[_Piece]) -> list[tuple[Floats, float]]:
        """Token logits (t, 3) and list log-odds of every piece; the longest is begun first."""
        if self._threads == 1 or len(pieces) < 2:
            return [self._logits(piece.ids.tobytes(), piece.first) for piece in pieces]
        order = sorted(range(len(pieces)), key=lambda i: (-len(pieces[i].ids), i))
        begun = {i: self._pool.submit(self._logits, pieces[i].ids.tobytes(), pieces[i].first) for i in order}
        return [begun[i].result() for i in range(len(pieces))]

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reader")

    def _run(self, window: bytes, first: int) -> tuple[Floats, float]:
        """One window, its int64 tokens and the place of the passage's first: token logits (t, 3), list log-odds."""
        ids = np.frombuffer(window, np.int64)[None, :]  # (1, t)
        types = np.zeros_like(ids)
        types[:, first:] = 1
        mask = np.ones(ids.shape, np.int32)
        token, many = self._session.run(["token", "many"], {"ids": ids, "types": types, "mask": mask})
        return np.asarray(token)[0], float(np.asarray(many).reshape(()))

    def _reading(
        self, passage: str, windows: list[tuple[float, Window]], top: int, asks: Wanted, seems: bool
    ) -> Reading:
        """Best spans over a passage's windows, and the parts of a list: marked ones only where the reader ``seems`` to
        see one."""
        if not windows:
            return EMPTY
        found: list[tuple[float, int, int]] = []
        marked: list[tuple[float, int, int]] = []
        for _, window in windows:
            for score, first, last in best_pairs(window.start, window.end, top, self.settings.max_span_tokens):
                found.append((score, *characters(window, *whole_words(window, first, last), passage)))
            if seems and asks.several:
                marked.extend(self._parts(window, passage))
        spans = without_overlaps(found, top)
        parts: list[tuple[float, int, int]] = []
        if asks.several:
            parts = members(passage, without_overlaps(marked, len(marked)), spans, asks, self.settings.member_margin)
        return Reading(min(null for null, _ in windows), tuple(map(self._span, spans)), tuple(map(self._span, parts)))

    def _parts(self, window: Window, passage: str) -> list[tuple[float, int, int]]:
        """The runs of tokens within an answer, each scored by the best start and the best end in it."""
        odds = over_words(window.inside, window.words)
        pairs = runs(odds, self.settings.member_threshold)
        return [
            (float(window.start[a : b + 1].max() + window.end[a : b + 1].max()), *characters(window, a, b, passage))
            for a, b in pairs
        ]

    def _span(self, found: tuple[float, int, int]) -> Span:
        return Span(found[1], found[2], found[0] - self.settings.threshold)


def _window(piece: _Piece, logits: Floats) -> tuple[float, Window]:
    """A piece's logits (t, 3) as a null score and a Window."""
    inner = logits[piece.first : piece.first + len(piece.offsets)]
    window = Window(inner[:, 0] - logits[0, 0], inner[:, 1] - logits[0, 1], inner[:, 2], piece.offsets, piece.words)
    return float(logits[0, 0] + logits[0, 1]), window
