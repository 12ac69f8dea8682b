"""
The exceptions of the library: only for misuse by a programmer and for sources that cannot be opened.

Mistakes in a user's data are never exceptions: they are findings (`labo_partenariats.findings`).
"""

from collections.abc import Mapping


class LaboError(Exception):
    """
    Root of every exception that this library raises on purpose.

    ``code`` and ``data`` let a caller render the message in the reader's language with the same
    catalogue as the findings: an exception carries facts, not prose.
    """

    def __init__(self, code: str, data: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.data: dict[str, object] = dict(data or {})
        super().__init__(code, self.data)

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value}" for key, value in self.data.items())
        return f"{self.code}: {facts}" if facts else self.code


class UnreadableSource(LaboError):
    """A source cannot be opened at all: absent, of another format, encrypted, beyond the limits."""


class UnusableTarget(LaboError):
    """A destination cannot be written: no such folder, unknown format, or no right to write there."""


class Misuse(LaboError):
    """A call, an option or a plugin does not respect its contract: the programmer's mistake."""
