"""The block of ``key: value`` lines that may open a Markdown file, in YAML (``---``) or TOML (``+++``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from index.article import Metadata
from index.loaders.content import one_line, web_address
from index.loaders.html_metadata import iso_date

_BLOCK = re.compile(
    r"\A\ufeff?\s*?(---|\+\+\+)[ \t]*\r?\n(.{0,65536}?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_LINE = re.compile(r"^([A-Za-z][\w -]{0,40}?)\s*:\s*(.*)$")
_MOST_BRACKETS = 500
_NAMES = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site_name", "source"),
    "authors": ("authors", "author", "byline"),
    "published": ("published", "date", "date_published", "published_at", "pubdate"),
    "url": ("url", "link", "canonical", "canonical_url", "source_url"),
    "version": ("version",),
    "series": ("series",),
}


def split(text: str) -> tuple[Metadata, str]:
    """Front matter and the rest of a Markdown text; empty Metadata and the whole text when there is none.

    YAML that does not parse (``title: Dam bursts: two dead``) is read line by line. Unknown keys are passed over.
    """
    match = _BLOCK.match(text)
    if match is None:
        return Metadata(), text
    fields = _toml(match.group(2)) if match.group(1) == "+++" else _yaml(match.group(2))
    if fields is None:
        return Metadata(), text
    return _metadata({str(key).strip().lower().replace("-", "_"): value for key, value in fields.items()}), text[
        match.end() :
    ]


def has_front_matter(text: str) -> bool:
    """Whether the text begins with a front matter block that names at least one field Quoted knows."""
    return split(text)[0] != Metadata()


def _yaml(block: str) -> Mapping[Any, Any] | None:
    import yaml

    if block.count("[") + block.count("{") > _MOST_BRACKETS:  # nesting that costs YAML readers quadratic time
        return None
    try:
        fields = yaml.load(block, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError):
        found = (match for line in block.splitlines() if (match := _LINE.match(line)))
        return {match[1]: _value(match[2]) for match in found} or None
    return fields if isinstance(fields, Mapping) else None


def _loader() -> Any:
    """The safe loader, the one in C where PyYAML has it: it is quick and gives up on absurd nesting."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _value(written: str) -> Any:
    """One value by itself: as YAML where it is (``[Ann Lee, Bo Ek]``), else as it stands."""
    import yaml

    try:
        value = yaml.load(written, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError):
        return written.strip("\"' ")
    return written if isinstance(value, Mapping) else value


def _toml(block: str) -> Mapping[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(block.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _metadata(fields: Mapping[str, Any]) -> Metadata:
    value = {field: next((fields[n] for n in names if fields.get(n)), None) for field, names in _NAMES.items()}
    version = _scalar(value["version"])
    return Metadata(
        title=_scalar(value["title"]),
        publisher=_scalar(value["publisher"]),
        authors=_people(value["authors"]),
        published=iso_date(_scalar(value["published"])),
        url=web_address(_scalar(value["url"])),
        version=int(version) if version and re.fullmatch(r"[1-9]\d{0,5}", version) else None,
        series=_scalar(value["series"]),
    )


def _scalar(value: Any) -> str | None:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return one_line(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _people(value: Any) -> tuple[str, ...]:
    """Names from a list, or from one text with names parted by commas, semicolons or "and"."""
    items = (
        value if isinstance(value, list) else re.split(r"\s*[,;]\s*|\s+and\s+", value) if isinstance(value, str) else []
    )
    names = (_scalar(item.get("name") if isinstance(item, Mapping) else item) for item in items)
    return tuple(dict.fromkeys(name for name in names if name))
