"""Commands for people who work with news: which documents are versions of one another, what changed, who says what."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qa.wording import shorten

if TYPE_CHECKING:
    from index.records import Document
    from qa.cli.commands import Session
    from qa.news.all_sources import SourceAnswer
    from qa.news.version_diff import VersionDiff
    from qa.news.versions import Families

DONE, NOT_SAID = 0, 3
_MARKS = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}  # as ``git diff --word-diff`` prints them


def add_parsers(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """The parsers of ``versions`` and ``diff``; ``command`` makes one from its name, a line and more lines."""
    versions_parser = command(
        commands,
        "versions",
        "List documents that are versions or copies of one another",
        """\
A page that shows several versions, the same URL added again, or nearly the same text: each family with its documents,
oldest first, and how much changed from one to the next.

examples:
  quoted versions
  quoted versions --json""",
    )
    diff_parser = command(
        commands,
        "diff",
        "Show what changed from one document to another",
        """\
Sentences added, dropped and reworded (word by word), and the figures and names that changed.

examples:
  quoted diff 1f3a5c7e9b2d 2b4d6f8a0c1e
  quoted diff 1f3a5c7e9b2d 2b4d6f8a0c1e --json""",
    )
    diff_parser.add_argument("old", metavar="OLD", help="id of the older document, as 'quoted versions' shows it")
    diff_parser.add_argument("new", metavar="NEW", help="id of the newer one")
    for parser in (versions_parser, diff_parser):
        parser.add_argument("--json", action="store_true", help="print JSON, for other programs")


def versions(session: Session) -> int:
    """``quoted versions``."""
    from qa.news.versions import families

    with session.existing() as index:
        documents = {d.id: d for d in index.documents()}
    found = families(list(documents.values()))
    if session.args.json:
        session.console.json([[asdict(edition) for edition in members] for members in found.with_versions()])
        return DONE
    if not found.with_versions():
        session.console.say("No document is a version of another.")
    for line in _family_lines(found, documents):
        session.console.say(line)
    return DONE


def _family_lines(found: Families, documents: dict[str, Document]) -> Iterator[str]:
    from qa.news.version_answers import edition_name
    from qa.news.version_diff import diff

    for members in found.with_versions():
        yield shorten(documents[members[-1].id].title, 100)
        before = None
        for edition in members:
            document = documents[edition.id]
            facts = [edition_name(document, found), document.publisher or "-", (document.published or "")[:10]]
            changed = f"  ({summary(diff(before, document))})" if before else ""
            yield f"  {edition.id}  {', '.join(f for f in facts if f)}{changed}"
            before = document


def summary(difference: VersionDiff) -> str:
    """ "3 added, 1 dropped, 2 reworded", in sentences; "no sentence changed"."""
    counts = {name: len(getattr(difference, name)) for name in ("added", "dropped", "reworded")}
    return ", ".join(f"{n} {name}" for name, n in counts.items() if n) or "no sentence changed"


def diff(session: Session) -> int:
    """``quoted diff OLD NEW``."""
    from qa.news.version_diff import diff as compare

    with session.existing() as index:
        old, new = index.document(session.args.old), index.document(session.args.new)
    found = compare(old, new)
    if session.args.json:
        session.console.json(found.to_dict())
        return DONE
    for line in diff_lines(found, old, new):
        session.console.say(line)
    return DONE


def diff_lines(found: VersionDiff, old: Document, new: Document) -> Iterator[str]:
    """What changed, as a terminal shows it: dropped words as [-…-], added ones as {+…+}."""
    since = f" since {found.since[:10]}" if found.since else ""
    yield f"{old.title}\n-> {new.title}" if old.title != new.title else new.title
    yield f"{summary(found)}{since}; {found.unchanged} unchanged"
    for title, changes in (("figures", found.figures), ("names", found.names)):
        if changes:
            yield f"\n{title} that changed:"
            yield from (f"  {before or '(none)'} -> {after or '(none)'}" for before, after in changes)
    if found.reworded:
        yield "\nreworded:"
        yield from ("  " + " ".join(_MARKS[op].format(text) for op, text in r.words) for r in found.reworded)
    for title, mark, sentences in (("added", "+", found.added), ("dropped", "-", found.dropped)):
        if sentences:
            yield f"\n{title}:"
            yield from (f"  {mark} {' '.join(c.quote.split())}" for c in sentences)


def show_all_sources(session: Session, found: Sequence[SourceAnswer]) -> int:
    """``quoted ask --all-sources``: a table, a line a source, and below it the quotations."""
    if session.args.json:
        session.console.json([each.to_dict() for each in found])
    else:
        for line in source_lines(found):
            session.console.say(line)
    return DONE if any(each.answer.found for each in found) else NOT_SAID


def source_lines(found: Sequence[SourceAnswer]) -> Iterator[str]:
    """One line a source: who, when, what; then the quotations, numbered like the lines."""
    if not found:
        yield "There are no documents yet: add some with 'quoted add PATH'."
        return
    width = min(40, max(len(each.source) for each in found))
    for number, each in enumerate(found, start=1):
        day = (each.documents[-1].published or "")[:10]
        said = "; ".join(each.answer.short) if each.answer.found else "does not say"
        yield f"[{number}] {shorten(each.source, 40):{width}}  {day:10}  {said}"
    yield ""
    for number, each in enumerate(found, start=1):
        for citation in each.answer.citations[:1]:
            yield f"[{number}] “{shorten(citation.quote, 240)}” {citation.title}"
