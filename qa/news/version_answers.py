"""Answers to questions about versions: from the version that was asked for, or what changed between two."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.editions import Edition
from index.records import Citation, Document
from qa.coverage import coverage
from qa.grouping import fold
from qa.news.version_diff import about, diff
from qa.news.version_questions import VersionRequest, meant
from qa.news.versions import Families, supersedes
from qa.question import clean
from qa.records import Answer, Candidate, Focus, iso
from qa.rendering import changes_text

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.answerer import Answerer

NO_CHANGE = "The versions do not differ on that."
MOST_CHANGES = 2  # shown in one answer; ``quoted diff`` shows all
LEAST_TOPIC = 0.5  # share of the question's words that what changed must hold
CHANGE_CONFIDENCE = 0.9  # that a changed sentence with all of the question's words is what was meant; not fitted


def ask_version(
    answerer: Answerer,
    request: VersionRequest,
    question: str,
    *,
    today: datetime.date | None,
    top: int | None,
    documents: Sequence[str] | None,
    asked: str,
    focus: Focus | None,
) -> Answer | None:
    """Answer from the version that a question names.

    Returns:
        The answer or a refusal; None where no document has such a version, so that the question is to be read as any
        other.
    """
    families = answerer.versions.all()
    members = [e for group in families.with_versions() for e in group]
    texts = {e.id: answerer.index.document(e.id) for e in members}
    ids = [i for i in meant(request, families, texts) if documents is None or i in documents]
    if not ids:
        return None
    if request.which == "changes":
        return _changes(answerer, request, [texts[i] for i in ids], families, clean(question), asked, today)
    answer = answerer.ask_plainly(request.question, today=today, top=top, documents=ids, asked=asked, focus=focus)
    return replace(answer, question=f"{answer.question} ({request.label})")


def _changes(
    answerer: Answerer,
    request: VersionRequest,
    documents: Sequence[Document],
    families: Families,
    question: str,
    asked: str,
    today: datetime.date | None,
) -> Answer:
    """What changed between the oldest and the newest version of the article that fits best, both quoted."""
    began = time.perf_counter()
    topic = request.question.split()
    best: tuple[float, list[tuple[Citation | None, Citation | None]]] | None = None
    for group in families.with_versions():
        held = [d for e in group for d in documents if d.id == e.id]
        if len(held) < 2:
            continue
        changes = about(diff(held[0], held[-1]), topic)
        share = coverage(topic, " ".join(c.quote for pair in changes[:1] for c in pair if c))
        if changes and (best is None or share > best[0]):
            best = share, changes
    share, changes = best or (0.0, [])
    confidence = round(CHANGE_CONFIDENCE * share, 4)
    found = share >= LEAST_TOPIC
    citations = [c for pair in changes[:MOST_CHANGES] for c in pair if c is not None]
    text, short = changes_text(changes[:MOST_CHANGES]) if found else (NO_CHANGE, [])
    return Answer(
        question=question,
        asked=asked,
        found=found,
        short=short,
        text=text,
        citations=citations if found else [],
        confidence=confidence,
        nearest=[] if found else citations,
        witnesses=1 if found else 0,
        timings={"total": round(1000 * (time.perf_counter() - began), 2)},
        as_of=iso(today),
    )


def only_old(candidates: Sequence[Candidate], families: Families, index: DocumentIndex) -> str:
    """What is to be said of an answer that only versions support which a newer one replaced; "" for any other."""
    sure = [c for c in candidates if c.reader_score > 0] or list(candidates[:1])
    if not sure or not all(families.superseded(c.document.id) for c in sure):
        return ""
    best = sure[0]
    mine = next(e for e in families.of(best.document.id) if e.id == best.document.id)
    newer = [e for e in families.of(mine.id) if supersedes(e, mine)]
    if any(fold(best.text) in fold(index.document(e.id).text) for e in newer):
        return ""
    newest = next((e for e in reversed(newer) if e.origin == mine.origin or (e.url and e.url == mine.url)), newer[-1])
    return f"Only in {edition_name(best.document, families)}; {_name(newest, families)} no longer says so."


def edition_name(document: Document, families: Families) -> str:
    """ "version 1", or "the version of 2031-05-02" where the page gives no number."""
    edition = next((e for e in families.of(document.id) if e.id == document.id), Edition.of(document, 0))
    return _name(edition, families)


def _name(edition: Edition, families: Families) -> str:
    if edition.version is not None:
        return f"version {edition.version}"
    days = {e.published for e in families.of(edition.id)}
    if edition.published and len(days) > 1:
        return f"the version of {edition.published[:10]}"
    return f"version {families.number(edition.id)}"
