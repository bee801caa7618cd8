"""Plain text: taken as it stands; headline, byline and furniture are found by the article reader."""

from __future__ import annotations

from index.loaders.content import Content, require_text

_NO_TEXT = "this text file holds no words: remove it, or put the article's text into it"


def read(text: str) -> Content:
    """The text itself.

    Raises:
        EmptyDocument: there is no letter or digit in it.
    """
    return Content(require_text(text, _NO_TEXT))
