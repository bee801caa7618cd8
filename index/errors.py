"""Everything that can go wrong in :mod:`index`, in one tree.

    QuotedError
    ├── LoadError                 one file or URL could not be read (the rest of the folder is)
    │   ├── UnsupportedKind       no loader for this kind of content
    │   ├── EmptyDocument         there is no text in it
    │   ├── TooLarge              over the size limit
    │   └── FetchRefused          a URL that is not asked for on purpose (private address, wrong scheme)
    ├── StoreError                the store as a whole cannot be used as it is
    │   ├── StoreLocked           another process is writing; a retry helps
    │   ├── StoreDamaged          SQLite says the file is not sound
    │   └── WrongModel            the store's vectors were made by another embedding model
    ├── WeightsError              model weights are missing, cut short, or not the ones expected
    ├── UnknownDocument           no document with this id
    └── CitationError             offsets that the document does not have

Every message is one line and says what to do next. ``retry`` tells whether trying again may help.
"""


class QuotedError(Exception):
    """Base of every error Quoted raises on purpose."""

    retry = False


class LoadError(QuotedError):
    """One file or URL could not be read."""


class UnsupportedKind(LoadError):
    """The content is of a kind no loader reads."""


class EmptyDocument(LoadError):
    """The file or page holds no text."""


class TooLarge(LoadError):
    """The file or page is over the size limit."""


class FetchRefused(LoadError):
    """A URL whose scheme or address Quoted does not fetch."""


class StoreError(QuotedError):
    """The store cannot be used as it is."""


class StoreLocked(StoreError):
    """Another process holds the writer's lock."""

    retry = True


class StoreDamaged(StoreError):
    """The SQLite file is damaged or is not a store."""


class WrongModel(StoreError):
    """The store's vectors were made by another embedding model."""


class WeightsError(QuotedError):
    """Model weights are missing, cut short, or do not have the expected sha256."""


class UnknownDocument(QuotedError, LookupError):
    """No document with this id is in the store."""


class CitationError(QuotedError, ValueError):
    """The offsets asked for are not in the document."""
