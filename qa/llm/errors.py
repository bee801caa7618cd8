"""What can go wrong with a language model.

QuotedError
└── ModelError            a model cannot be used as configured
    └── ModelFailure      it was asked and did not answer as it should; ``retry`` says whether a second try may help
"""

from index.errors import QuotedError


class ModelError(QuotedError):
    """The specification is not one, a library or key is missing."""


class ModelFailure(ModelError):
    """A call failed: no server, timeout, rate limit, a stream that breaks off or does not end."""

    def __init__(self, reason: str, *, retry: bool = False, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.retry = retry
        self.wait_seconds = wait_seconds
