"""Which version says something? And does a version name somebody?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Citation, Document
from index.sentences import sentence_spans
from qa.coverage import coverage
from qa.news import version_phrases as vp
from qa.news.version_asking import SURE, Asking
from qa.news.version_names import NameAsked, forms
from qa.question import STOP_WORDS, words
from qa.records import Answer
from qa.rendering import answer_text

LEAST_SAID = 0.8  # share of the telling words that a version's sentence must hold to say it
LEAST_LEAD = 0.25  # by which every other version's best sentence must fall short
_NO_TELLING = frozenset("spelled spelt spelling name names word words called article story version".split())
_SAYS = re.compile(rf"^(?:{vp.SAYING})$", re.IGNORECASE)
_NAMES = re.compile(
    r"^(?:does|did|do)\s+(?:the\s+article|it)\s+(?:still\s+|already\s+)?(?:mention|name|quote|cite|speak\s+of)\s+(?P<who>.+)$",
    re.IGNORECASE,
)


def which_says(asking: Asking) -> Answer:
    """The only version that says what is asked, with the sentence; a refusal where none does, or more than one."""
    story = vp.THE_STORY.sub(" ", asking.request.question)
    terms = [w for w in words(story) if w.lower() not in STOP_WORDS | _NO_TELLING and not _SAYS.match(w)]
    best: tuple[float, Document | None, Citation | None] = (0.0, None, None)
    for group in asking.groups if terms else ():
        held = [(d, *_said(d, terms)) for e in group if (d := asking.usable(e.id)) is not None]
        held.sort(key=lambda one: -one[1])
        if len(held) > 1 and held[0][1] > best[0] and _tells(terms, held[0], held[1:]):
            best = held[0][1], held[0][0], held[0][2]
    share, document, citation = best
    if document is None or citation is None:
        return asking.found([], [], 0.0)
    short = [f"Version {asking.families.number(document.id)}"]
    return asking.found(short, [citation], SURE * share, answer_text(short, [citation]))


Said = tuple[Document, float, Citation | None]


def _said(document: Document, terms: Sequence[str]) -> tuple[float, Citation | None]:
    """The sentence of a document that holds most of the words, with their share; names and figures as written."""
    best: tuple[float, Citation | None] = (0.0, None)
    for start, end in sentence_spans(document.text):
        if any(r.kind == "furniture" and start < r.end and r.start < end for r in document.regions):
            continue
        sentence = document.text[start:end]
        share = sum(_stands(term, sentence) for term in terms) / len(terms)
        if share > best[0]:
            best = share, document.cite(start, end)
    return best


def _stands(term: str, text: str) -> bool:
    if _exact(term):
        return bool(re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text))
    return coverage([term], text) == 1.0


def _exact(term: str) -> bool:
    """Names and figures stand in a version only as they are written there."""
    return term[0].isdigit() or term != term.lower()


def _tells(terms: Sequence[str], best: Said, others: Sequence[Said]) -> bool:
    """Whether the best version says it and no other does."""
    if best[1] < LEAST_SAID:
        return False
    exact = [term for term in terms if _exact(term)]
    return all(
        best[1] - share >= LEAST_LEAD or any(not _stands(term, document.text) for term in exact)
        for document, share, _ in others
    )


def mentions(asking: Asking) -> Answer | None:
    """Yes, with the sentence, where the version names whom a question asks about; None for every other question."""
    match = _NAMES.match(asking.request.question.rstrip("?!. "))
    asked = NameAsked(match["who"].strip()) if match else None
    if asked is None or not asked.known:
        return None
    found = [form for document in asking.meant() for form in forms(document, asked)][:1]
    if not found:
        return None
    return asking.found(["Yes"], [found[0].citation], SURE, answer_text(["Yes"], [found[0].citation]))


def how_much_later(asking: Asking) -> Answer | None:
    """How much later a version came than the one before it, as the page says; None where it does not."""
    for document in asking.meant():
        later = document.facts.get("later", "")
        at = document.text.find(later) if later else -1
        if at >= 0:
            return asking.found([later], [document.cite(at, at + len(later))], SURE)
    return None
