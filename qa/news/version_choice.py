"""Which documents a question about versions is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.editions import Edition
from index.records import Document
from qa.coverage import coverage
from qa.news.version_questions import VersionRequest
from qa.news.versions import Families


def groups_meant(
    request: VersionRequest, families: Families, documents: Mapping[str, Document]
) -> list[tuple[Edition, ...]]:
    """The families with versions that a request may be about, oldest edition first in each.

    Where the request names the article ("the airport story") and some family's headlines or addresses hold the word,
    only the best of these count; where none does, those whose texts hold most of it. All where nothing tells.
    """
    groups = [_of_one_page(members) for members in families.with_versions()]
    for text_of in (_heading, _whole) if request.hint else ():
        fits = [coverage(request.hint.split(), " ".join(text_of(documents[e.id]) for e in g)) for g in groups]
        if max(fits, default=0.0) > 0:
            return [members for members, fit in zip(groups, fits, strict=True) if fit == max(fits)]
    return groups


def heading_fit(hint: str, documents: Sequence[Document]) -> float:
    """The share of a description's words ("airport" of "the airport story") in documents' headlines and addresses."""
    return coverage(hint.split(), " ".join(map(_heading, documents)))


def meant(request: VersionRequest, families: Families, documents: Mapping[str, Document]) -> list[str]:
    """Ids of the documents that a request is about: of each family it may mean, the version that was asked for.

    Empty when no family has versions.
    """
    groups = groups_meant(request, families, documents)
    if request.which == "changes":
        return [e.id for members in groups for e in members]
    return [members[place].id for members in groups if (place := place_of(request, members, families)) is not None]


def place_of(request: VersionRequest, members: Sequence[Edition], families: Families) -> int | None:
    """Where in its family the version stands that was asked for, from 0; None when there is none of its number."""
    if request.which != "number":
        return 0 if request.which == "first" else len(members) - 1
    return next((i for i, e in enumerate(members) if families.number(e.id) == request.number), None)


def _of_one_page(members: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """The numbered versions of a page, where there are any: "version 2" and "the latest" mean these, and no copy."""
    numbered = tuple(e for e in members if e.version is not None)
    return numbered if len(numbered) > 1 else members


def _heading(document: Document) -> str:
    """The headline and the words of the address."""
    return f"{document.title} {' '.join(re.findall(r'[a-z]+', (document.url or '').lower()))}"


def _whole(document: Document) -> str:
    return document.text
