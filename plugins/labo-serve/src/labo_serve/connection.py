"""Connections that do not last: uvicorn waits for a request for ever, and a slow sender would hold its place."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Far more than any request and answer need; a reader that wants to go on connects again.
LIFE_SECONDS = 30.0


class PatientProtocol(H11Protocol):
    """A connection that is closed after a while, in the middle of a request that never ends as between two."""

    life_seconds = LIFE_SECONDS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and know when it will be enough."""
        super().connection_made(transport)
        self._end: asyncio.TimerHandle | None = self.loop.call_later(self.life_seconds, self._enough)

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended by itself."""
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def _enough(self) -> None:
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            self.transport.abort()
        else:  # an answer is being made: the reader did all it should
            self._end = self.loop.call_later(self.life_seconds, self.transport.abort)
