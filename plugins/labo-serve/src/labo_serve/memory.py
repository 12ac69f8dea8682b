"""
What outlives a run: the secret of the addresses, and the last version of each feed.

It is kept out of the folder of the source, which is read and never written. Without it the addresses are new; without
the versions, revisions are counted from the beginning, which subscribers bear.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import platformdirs
from attrs import evolve, field, frozen

_BYTES = 32
#: 130 bits of a digest: nobody guesses it, and it can be read aloud.
_LETTERS = 26


class UnusableMemory(Exception):
    """The folder or its file cannot be used; ``path`` and ``reason`` say which and why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(str(path), reason)


@frozen
class Secret:
    """What the addresses are made of; ``renewals`` counts, by name of a feed, how often its address was renewed."""

    value: bytes = field(repr=False)
    renewals: Mapping[str, int] = field(factory=dict)

    def token(self, name: str) -> str:
        """The secret part of the address of the feed or page called *name*; it tells nothing of any other."""
        message = f"{name}\n{self.renewals.get(name, 0)}".encode()
        digest = hmac.digest(self.value, message, hashlib.sha256)
        return base64.b32encode(digest).decode("ascii").lower()[:_LETTERS]

    def accepts(self, token: str, name: str) -> bool:
        """Whether *token* is that of *name*, in a time that does not tell how close it comes."""
        return hmac.compare_digest(self.token(name).encode(), token.encode())

    def renewed(self, name: str | None) -> Secret:
        """The secret after which the address of *name*, or each address, is another."""
        if name is None:
            return Secret(secrets.token_bytes(_BYTES))
        return evolve(self, renewals={**self.renewals, name: self.renewals.get(name, 0) + 1})


@frozen
class Memory:
    """The folder that belongs to one source."""

    folder: Path

    @classmethod
    def of(cls, source: Path, chosen: Path | None) -> Memory:
        """The folder *chosen*, else one for this source among what the user's programs remember; it is made."""
        folder = chosen or _default(source)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / "feeds").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UnusableMemory(folder, error.strerror or str(error)) from None
        return cls(folder)

    def feed(self, name: str) -> Path:
        """Where the last version of the feed called *name* is kept."""
        return self.folder / "feeds" / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.ics"

    def secret(self) -> Secret:
        """The secret of the addresses, made the first time."""
        try:
            raw = self._secret_file.read_bytes()
        except FileNotFoundError:
            return self.keep(Secret(secrets.token_bytes(_BYTES)))
        except OSError as error:
            raise UnusableMemory(self._secret_file, error.strerror or str(error)) from None
        try:
            data = json.loads(raw)
            value = bytes.fromhex(data["secret"])
            renewals = {str(name): int(count) for name, count in data["renewals"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            value, renewals = b"", {}
        if len(value) != _BYTES:  # never a guess: an empty secret would open every address
            raise UnusableMemory(self._secret_file, "JSON")
        return Secret(value, renewals)

    def keep(self, secret: Secret) -> Secret:
        """Write the secret, for its owner's eyes alone; returns it."""
        data = json.dumps({"secret": secret.value.hex(), "renewals": dict(secret.renewals)}, indent=1)
        temporary = self._secret_file.with_name(f".{secrets.token_hex(8)}")
        try:
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(data + "\n")
            temporary.replace(self._secret_file)
        except OSError as error:
            raise UnusableMemory(self._secret_file, error.strerror or str(error)) from None
        finally:
            temporary.unlink(missing_ok=True)
        return secret

    @property
    def _secret_file(self) -> Path:
        return self.folder / "secret.json"


def _default(source: Path) -> Path:
    place = hashlib.sha256(os.fsencode(source.resolve())).hexdigest()[:16]
    return platformdirs.user_state_path("labo-partenariats", appauthor=False) / "serve" / place
