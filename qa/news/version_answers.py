"""Answers to questions about versions: from the version that was asked for, or what changed between two."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.editions import Edition
from index.records import Document
from qa.coverage import coverage
from qa.grouping import fold
from qa.news.narrowed import Keep
from qa.news.version_asking import SURE, Asking, title_of
from qa.news.version_changes import changes_between, headlines_changed, one_sided
from qa.news.version_choice import groups_meant, heading_fit
from qa.news.version_names import Form, NameAsked, forms, name_within, read_name_asked, renamed
from qa.news.version_questions import VersionRequest
from qa.news.version_which import how_much_later, mentions, which_says
from qa.news.versions import Families, supersedes
from qa.question import STOP_WORDS, clean, words
from qa.reader import Span
from qa.records import Answer, Candidate, Focus
from qa.spans import around

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.answerer import Answerer

LEAST_SPOKEN = 0.5  # share of the question's words in a passage that speaks of a version of something
_VERSION_NAMED = re.compile(r"\w+\s+(?:version|edition|draft|revision)|(?:version|edition|draft|revision)\s+\w+", re.I)
MOST_HEADLINES = 2  # shown where a question does not say of which article


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
        The answer or a refusal; None where no document has such a version, or where the documents themselves speak of
        such a version of something, so that the question is to be read as any other.
    """
    began = time.perf_counter()
    families = answerer.versions.all()
    texts = {e.id: answerer.index.document(e.id) for group in families.with_versions() for e in group}
    groups = groups_meant(request, families, texts)
    if not request.hint and focus is not None and (near := _near(groups, focus.documents)):
        groups = near
    asking = Asking(
        answerer,
        request,
        families,
        groups,
        {e.id: texts[e.id] for g in groups for e in g},
        allowed=None if documents is None else frozenset(documents),
        asked=asked,
        question=clean(question),
        today=today,
        rest={"top": top, "focus": focus},
    )
    if not (asking.meant() if request.which != "changes" else groups):
        return None
    if _of_one_version(asking) or (not request.named and _speaks_of(asking)):
        return None
    answer = _answer(asking)
    if request.about == "which" and not request.named and not answer.found:
        return None  # which version of a song somebody likes better
    if not answer.timings:
        answer = replace(answer, timings={"total": round(1000 * (time.perf_counter() - began), 2)})
    if request.which == "changes" or request.about in ("new", "gone", "missing", "later"):
        return replace(answer, question=asking.question)
    return replace(answer, question=f"{answer.question} ({request.label})")


def _near(groups: Sequence[tuple[Edition, ...]], documents: Sequence[str]) -> list[tuple[Edition, ...]]:
    """The families that a conversation has just been about."""
    return [group for group in groups if any(e.id in documents for e in group)]


def _of_one_version(asking: Asking) -> bool:
    """Whether an article of which there is one version fits the question's description better: "the flood story"."""
    hint, index = asking.request.hint, asking.answerer.index
    best = max((heading_fit(hint, [asking.documents[e.id] for e in group]) for group in asking.groups), default=0.0)
    if not hint or best == 1.0:
        return False
    versions = {e.id for group in asking.families.with_versions() for e in group}
    others = {hit.passage.document_id for hit in index.search(hint, 5)} - versions
    return any(heading_fit(hint, [index.document(other)]) > best for other in others)


def _speaks_of(asking: Asking) -> bool:
    """Whether the documents speak of such a version themselves, where they speak of what is asked: of a song's."""
    named = _VERSION_NAMED.search(asking.request.phrase)
    if named is None:
        return False
    spoken = re.compile(rf"\b{re.escape(named.group())}\b", re.IGNORECASE)
    terms = [w for w in words(asking.request.question) if w.lower() not in STOP_WORDS]
    allowed = None if asking.allowed is None else sorted(asking.allowed)
    hits = asking.answerer.index.search(asking.question, 5, documents=allowed)
    return any(spoken.search(h.passage.text) and coverage(terms, h.passage.text) >= LEAST_SPOKEN for h in hits)


def _answer(asking: Asking) -> Answer:
    request = asking.request
    if request.about == "which":
        return which_says(asking)
    if request.which == "changes":
        return headlines_changed(asking) if request.about == "headline" else changes_between(asking)
    if request.about in ("new", "gone", "missing"):
        return changes_between(asking) if request.listed else one_sided(asking)
    if request.about == "headline" and (answer := _headline(asking)) is not None:
        return answer
    if request.about == "in headline":
        return asking.plainly(request.question, _ids(asking.meant()), _in_headline(asking.meant()))
    if request.about == "later":
        return how_much_later(asking) or asking.plainly(asking.question, None)
    if (answer := mentions(asking)) is not None:
        return answer
    if name := read_name_asked(request.question):
        return _spelling(asking, name)
    return asking.plainly(request.question, _ids(asking.meant()))


def _ids(documents: Sequence[Document]) -> list[str]:
    return [document.id for document in documents]


def _headline(asking: Asking) -> Answer | None:
    """The headline of the version that was asked for; None where its text has none."""
    titles = [title for document in asking.meant() if (title := title_of(document)) is not None]
    if not 0 < len(titles) <= MOST_HEADLINES:
        return None
    return asking.found([title.quote for title in titles], titles, SURE)


def _in_headline(documents: Sequence[Document]) -> Keep:
    """Only spans of the headlines."""
    titles = [document.title for document in documents if document.title.strip()]

    def keep(passage: str, span: Span) -> Span | None:
        places = ((at, at + len(t)) for t in titles if (at := passage.find(t)) >= 0)
        return span if any(a <= span.start and span.end <= b for a, b in places) else None

    return keep


def _spelling(asking: Asking, name: NameAsked) -> Answer:
    """How the version writes a name: one that the question gives, or that of somebody it describes.

    Who is described may be found in another document: the same name is then looked up in the version.
    """
    meant = asking.meant()
    if name.known:
        return _forms(asking, _written(asking, name), SURE)

    def keep(passage: str, span: Span) -> Span | None:
        start, end = around(passage, span.start, span.end)
        within = name_within(passage[start:end], span.start - start, span.end - start)
        return within and Span(start + within[0], start + within[1], span.score)

    own = _surest(asking, name, _ids(meant), keep)
    if not own.found:
        other = _surest(asking, name, None if asking.allowed is None else sorted(asking.allowed), keep)
        if not other.found:
            return own
        found = _written(asking, NameAsked(other.short[0], name.part))
        return _forms(asking, found, other.confidence) if found else own
    if not name.part:
        return own
    document = asking.answerer.index.document(own.citations[0].document_id)
    return _forms(asking, forms(document, NameAsked(own.short[0], name.part)), own.confidence)


def _written(asking: Asking, name: NameAsked) -> list[Form]:
    """How the versions that are meant write a name: as it sounds, or as another version's sentence puts it."""
    found = [form for document in asking.meant() for form in forms(document, name)]
    others = list(asking.documents.values())
    return found or [form for document in asking.meant() for form in renamed(name, others, document)]


def _surest(asking: Asking, name: NameAsked, documents: Sequence[str] | None, keep: Keep) -> Answer:
    """The name of somebody who is described: the first wording's answer where it is trusted, else the surer one."""
    first, second = name.questions
    answer = asking.plainly(first, documents, keep)
    if answer.found:
        return answer
    other = asking.plainly(second, documents, keep)
    return other if other.found else answer


def _forms(asking: Asking, found: Sequence[Form], confidence: float) -> Answer:
    citations = list(dict.fromkeys(form.citation for form in found))
    shorts = list(dict.fromkeys(form.text for form in found))
    answer = asking.found(shorts, citations, confidence if found else 0.0)
    return replace(answer, question=asking.request.question)


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
