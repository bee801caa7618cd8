"""What is told of what was found: the answers shown, their quotations, what other sources say; or a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.records import Citation
from qa.listed import shortfall
from qa.looking import Work, candidates_in, said
from qa.news.attribution import attributions, lead
from qa.news.dates import beside, resolve
from qa.news.disagreements import disagreements, told
from qa.news.other_sources import to_compare
from qa.news.values import value_of
from qa.news.version_answers import only_old
from qa.news.versions import Families
from qa.records import Candidate, Disagreement, Group
from qa.rendering import answer_text, refusal_text
from qa.spans import around

if TYPE_CHECKING:
    from qa.answerer import Answerer


def found(answerer: Answerer, work: Work) -> dict[str, Any]:
    """The fields of an Answer that shows the best of what was found."""
    best, families = work.groups[0], work.weigher.families
    several = said(answerer, work)
    short = [c.text for c in several]
    citations = _cite_group(answerer, best, families)
    if len(several) > 1:
        citations = _list(answerer, several, citations)
    by = attributions(several)
    days = [resolve(c.document, c.start, c.end) if work.question.kind == "when" else None for c in several]
    shown = [beside(words, day) for words, day in zip(short, days, strict=True)]
    others = [] if len(several) > 1 else _disagreements(answerer, work)
    citations += [d.citation for d in others if d.citation not in citations]
    notes = [told(citations[0], value_of(best.best), others)] if others else []
    notes += [only_old(best.candidates, families, answerer.index)] if len(several) < 2 and not work.within else []
    notes += [shortfall(work.question.text, several)]
    return {
        "short": short,
        "citations": citations,
        "text": answer_text(
            short, citations, lead(shown, by[0] if len(short) == 1 and by else None), [n for n in notes if n]
        ),
        "attribution": by,
        "disagreements": others,
        "resolved": [day for day in days if day is not None],
        "witnesses": best.witnesses,
    }


def _disagreements(answerer: Answerer, work: Work) -> list[Disagreement]:
    """Other values for what was asked, from sources read and from others that are read to compare them."""
    hits = to_compare(work.question, work.groups, work.unread, answerer.index.document)
    further = candidates_in(answerer, work, hits)
    documents = {c.document.id: c.document for c in [*(c for g in work.groups for c in g.candidates), *further]}
    families = answerer.versions.around(list(documents.values())) if further else work.weigher.families
    return disagreements(work.question, work.groups, families, cite, further)


def _list(answerer: Answerer, members: Sequence[Candidate], citations: list[Citation]) -> list[Citation]:
    quotes = list(dict.fromkeys(cite(member) for member in members))
    quotes += [c for c in citations if c not in quotes]
    return quotes[: answerer.settings.max_citations]


def _cite_group(answerer: Answerer, answers: Group, families: Families) -> list[Citation]:
    """One quotation a source, the best first; of several versions the newest that says so."""
    chosen: dict[str, Candidate] = {}
    for candidate in answers.candidates:
        if candidate.reader_score <= 0 and candidate is not answers.best:
            continue
        key = families.key.get(candidate.document.id, candidate.document.id)
        held = chosen.setdefault(key, candidate)
        if families.superseded(held.document.id) and not families.superseded(candidate.document.id):
            chosen[key] = candidate
    return [cite(c) for c in chosen.values()][: answerer.settings.max_citations]


def cite(candidate: Candidate) -> Citation:
    """The quotation of a candidate: its sentence."""
    passage = candidate.hit.passage
    start, end = around(passage.text, candidate.start - passage.start, candidate.end - passage.start)
    return candidate.document.cite(passage.start + start, passage.start + end, passage.text)


def refusal(answerer: Answerer, work: Work) -> dict[str, Any]:
    """The fields of an Answer that says nothing, with the nearest passages."""
    read = {h.passage.document_id: answerer.index.document(h.passage.document_id) for h in work.hits}
    nearest = [read[h.passage.document_id].cite(h.passage.start, h.passage.end, h.passage.text) for h in work.hits[:3]]
    return {
        "short": [],
        "citations": [],
        "text": refusal_text(len(work.hits), len(read)),
        "nearest": nearest,
    }
