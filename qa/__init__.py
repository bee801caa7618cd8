"""Answers that are quotations: the one public door of :mod:`qa`."""

from qa.answerer import Answerer
from qa.conversation import Conversation
from qa.errors import QuestionError, ReceiptError
from qa.looking import Settings
from qa.receipts import CheckedQuotation, Receipt, verify
from qa.records import Answer, Disagreement

__all__ = [
    "Answer",
    "Answerer",
    "CheckedQuotation",
    "Conversation",
    "Disagreement",
    "QuestionError",
    "Receipt",
    "ReceiptError",
    "Settings",
    "verify",
]
