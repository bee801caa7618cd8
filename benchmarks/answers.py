"""How many questions are answered right, end to end?

``python -m benchmarks.answers FILE.json.gz`` prints one JSON line. The file holds ``{articles: [{id, title, url, date,
text}], questions: [{question, answers, article_ids, answerable, asked_on}]}``. All articles go into one index, each as
a page of its own with its title, date and address; every question is asked of the whole index, with the day it was
asked on as today.
"""

from __future__ import annotations

import argparse
import datetime
import html
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.datasets import CollectionError, read_json
from evals.figures import figure
from evals.questions import GoldQuestion
from evals.rows import Row, judge
from evals.systems import Reply
from index.errors import QuotedError

if TYPE_CHECKING:
    from qa import Answerer

SEED = 1
FIGURES = (
    *("answered right", "refused rightly", "right among shown", "coverage", "proved", "CRAG score"),
    *("AURC", "ECE", "ms p50", "ms p95"),
)


def as_page(article: dict[str, Any]) -> str:
    """An article as a small web page that says its title, date and address."""
    title, text = html.escape(str(article.get("title") or "")), str(article["text"])
    head = f'<meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}">'
    if article.get("date"):
        head += f'<meta property="article:published_time" content="{html.escape(str(article["date"]))}">'
    if article.get("url"):
        head += f'<link rel="canonical" href="{html.escape(str(article["url"]))}">'
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<!doctype html><html><head>{head}</head><body><article><h1>{title}</h1>\n{body}</article></body></html>"


def sampled(data: dict[str, Any], questions: int | None, seed: int = SEED) -> dict[str, Any]:
    """A seeded sample of the questions with the articles that any of them came with; everything when None."""
    if questions is None or questions >= len(data["questions"]):
        return data
    chosen = random.Random(seed).sample(data["questions"], questions)
    wanted = {i for q in chosen for i in [*q.get("article_ids", ()), *q.get("mention_ids", ())]}
    rest = sorted({a["id"] for a in data["articles"]} - wanted)
    wanted |= set(random.Random(seed).sample(rest, min(len(rest), questions)))
    return {"articles": [a for a in data["articles"] if a["id"] in wanted], "questions": chosen}


def as_gold(question: dict[str, Any], number: int) -> GoldQuestion:
    """A question of the file as one to be scored."""
    answers = tuple(map(str, question.get("answers") or ()))
    answerable = bool(question.get("answerable", bool(answers))) and bool(answers)
    asked = question.get("asked_on")
    return GoldQuestion(
        id=str(question.get("id", number)),
        type="answerable" if answerable else "unanswerable",
        question=str(question["question"]),
        answers=answers if answerable else (),
        documents=tuple(map(str, question.get("article_ids") or ())),
        answerable=answerable,
        today=datetime.date.fromisoformat(str(asked)[:10]) if asked else None,
    )


@contextmanager
def answerer_over(articles: Sequence[dict[str, Any]], store: Path | None) -> Iterator[Answerer]:
    """An Answerer over the articles, indexed as files in the given folder or a temporary one."""
    from index import DocumentIndex
    from qa import Answerer

    with tempfile.TemporaryDirectory(prefix="quoted-benchmark-") as temporary:
        home = store or Path(temporary)
        folder = home / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        for article in articles:
            path = folder / f"{article['id']}.html"
            if not path.exists():
                path.write_text(as_page(article), "utf-8")
        with DocumentIndex.open(home / "store") as index:
            index.add([folder])
            yield Answerer(index)


def ask(answerer: Answerer, questions: Sequence[GoldQuestion]) -> list[Row]:
    """Every question once; a refusal's confidence counts as that of a wrong answer."""
    names = {document.id: Path(document.origin).stem for document in answerer.index.documents()}
    rows = []
    for question in questions:
        answer = answerer.ask(question.question, today=question.today)
        shorts = tuple(answer.short) if answer.found else ()
        cited = tuple((names[c.document_id], c.quote) for c in answer.citations)
        reply = Reply(shorts, answer.text, answer.confidence, shorts, cited, milliseconds=answer.timings["total"])
        rows.append(judge(question, reply))
    return rows


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Counts and figures; those about confidence are over the answers shown."""
    shown = [row for row in rows if row.reply.shorts]
    found: dict[str, Any] = {
        "questions": len(rows),
        "answerable": sum(row.question.answerable for row in rows),
        "right": sum(row.right and row.question.answerable for row in rows),
        "refused rightly": sum(row.right and not row.question.answerable for row in rows),
        "refused wrongly": sum(row.outcome == "refused" for row in rows),
        "wrong": sum(row.outcome == "wrong" for row in rows),
    }
    for name in FIGURES:
        of = figure(name, shown if name in ("AURC", "ECE") else rows)
        if of.value is not None:
            found[f"{name} (share)" if name == "refused rightly" else name] = round(of.value, 4)
            found[f"{name} 95%"] = [round(of.low, 4), round(of.high, 4)]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("file", type=Path, help="{articles, questions} as JSON, gzipped or not")
    parser.add_argument("--questions", type=int, help="only a seeded sample of this many, with their articles")
    parser.add_argument("--store", type=Path, help="keep the index here and use it again")
    options = parser.parse_args(arguments)
    try:
        data = read_json(options.file)
        if not isinstance(data, dict) or not {"articles", "questions"} <= set(data):
            raise CollectionError(f"{options.file} has not the form {{articles: [...], questions: [...]}}")
        data = sampled(data, options.questions)
        with answerer_over(data["articles"], options.store) as answerer:
            rows = ask(answerer, [as_gold(question, n) for n, question in enumerate(data["questions"])])
        print(json.dumps({"articles": len(data["articles"]), **summary(rows)}))
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
