"""What can go wrong in :mod:`qa`; the tree continues the one of :mod:`index.errors`.

QuotedError
├── QuestionError     the question is empty or longer than can be read
└── ReceiptError      a receipt that is not one
"""

from index.errors import QuotedError


class QuestionError(QuotedError, ValueError):
    """The question is empty or too long."""


class ReceiptError(QuotedError, ValueError):
    """The text given is not a receipt made by Quoted."""
