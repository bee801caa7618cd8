"""One person's conversation on the page: what was asked and answered, to be copied, saved, or judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from qa.receipts import Receipt
from qa.wording import closed

if TYPE_CHECKING:
    from index import DocumentIndex
    from index.errors import QuotedError
    from index.records import Citation
    from qa.conversation import Conversation
    from qa.records import Answer

NOTHING_YET = "Nothing has been asked yet: ask a question first."


@dataclass(slots=True)
class PageSession:
    """A conversation, and everything shown in it; ``replies`` has one entry a question, an error where one came."""

    conversation: Conversation
    replies: list[Answer | QuotedError] = field(default_factory=list)

    @property
    def answers(self) -> list[Answer]:
        """The answers and refusals, oldest first, without the errors."""
        return [reply for reply in self.replies if not isinstance(reply, Exception)]

    def answer_at(self, number: int) -> Answer | None:
        """The answer or refusal to question ``number`` (0 is the first); None where there is none."""
        reply = self.replies[number] if 0 <= number < len(self.replies) else None
        return None if isinstance(reply, Exception) else reply


def answer_markdown(answer: Answer) -> str:
    """An answer with its citations, to be pasted elsewhere; every piece of text is kept from being markup."""
    lines = [f"**{plain(answer.question)}**", ""]
    if not answer.found:
        return "\n".join([*lines, *map(plain, answer.text.split("\n"))])
    lines += [plain(" ".join(answer.prose) or "; ".join(answer.short)), ""]
    for number, citation in enumerate(answer.citations, start=1):
        lines += [f"> {plain(citation.quote)} \\[{number}\\]", ""]
    lines += [f"\\[{number}\\] {source_markdown(c)}  " for number, c in enumerate(answer.citations, start=1)]
    return "\n".join(lines)


def source_markdown(citation: Citation) -> str:
    """Headline, publisher, date, version and address; an address only where it is one of the web."""
    version = f"version {citation.version}" if citation.version is not None else ""
    facts = closed(", ".join(f for f in (citation.publisher, (citation.published or "")[:10], version) if f))
    address = f"<{citation.source}>" if _is_web(citation.source) else ""
    return " ".join(part for part in (plain(closed(citation.title)), plain(facts), address) if part)


def _is_web(source: str) -> bool:
    return source.startswith(("http://", "https://")) and not any(c in source for c in "<> \n\t")


def plain(text: str) -> str:
    """``text`` on one line, with a backslash before each mark that Markdown would read as its own."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#!|~$&" else c for c in " ".join(text.split()))


def conversation_markdown(answers: Sequence[Answer]) -> str:
    """The whole conversation, oldest first; advice where nothing was asked."""
    return "\n\n---\n\n".join(map(answer_markdown, answers)) + "\n" if answers else NOTHING_YET + "\n"


def conversation_json(answers: Sequence[Answer], index: DocumentIndex) -> str:
    """The whole conversation with a receipt an answer, as JSON that the receipt page reads back.

    An answer whose document was removed meanwhile keeps its citations and has no receipt.
    """
    turns = [{**answer.to_dict(), "receipt": _receipt(answer, index)} for answer in answers]
    return json.dumps({"quoted_conversation": 1, "turns": turns}, ensure_ascii=False, indent=2, default=str) + "\n"


def _receipt(answer: Answer, index: DocumentIndex) -> dict[str, Any] | None:
    from index.errors import UnknownDocument

    try:
        return {"quoted_receipt": 1, **asdict(Receipt.of(answer, index))}
    except UnknownDocument:
        return None
