"""Two short articles that tests of the index add, and how they are looked up."""

from __future__ import annotations

from index import DocumentIndex

FERRY = """---
title: Ferry sinks off Port Elsa
publisher: Harbour Gazette
published: 2021-03-03
---

# Ferry sinks off Port Elsa

The ferry Marigold sank off Port Elsa on Monday with 42 people on board.

Coast guards rescued 40 of them, the harbour master Ida Kolt said. Two sailors are missing.
"""
VOTE = """---
title: Council votes for a new bridge
publisher: Valley Courier
published: 2022-06-10
---

# Council votes for a new bridge

The council of Torvik voted 14 to 9 for a new bridge over the river Ansa.

Mayor Bo Lund called the vote historic. Work begins in May.
"""


def named(documents: DocumentIndex, title: str) -> str:
    return next(d.id for d in documents.documents() if d.title.startswith(title))


def texts(documents: DocumentIndex, query: str, **how: object) -> list[str]:
    return [hit.passage.text for hit in documents.search(query, **how)]  # type: ignore[arg-type]
