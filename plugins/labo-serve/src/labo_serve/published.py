"""A feed as it goes over the wire, and when its bytes need not go again (RFC 9110)."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
from email.utils import format_datetime, parsedate_to_datetime

from attrs import frozen
from starlette.datastructures import Headers
from starlette.responses import Response

#: The address is the key of the feed: no shared cache may keep it. Nobody needs to ask more than once in a while.
CACHE = "private, max-age=900"

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


@frozen
class Representation:
    """The bytes of a feed in one encoding, with a validator of their own (RFC 9110 8.8.3.3)."""

    data: bytes
    etag: str
    encoding: str | None = None


@frozen
class Published:
    """One version of a feed; ``modified`` is when its bytes became what they are."""

    plain: Representation
    packed: Representation
    modified: dt.datetime

    @classmethod
    def of(cls, data: bytes, modified: dt.datetime) -> Published:
        """The version that *data* makes."""
        digest = hashlib.sha256(data).hexdigest()[:32]
        packed = gzip.compress(data, 9, mtime=0)
        return cls(Representation(data, f'"{digest}"'), Representation(packed, f'"{digest}-gzip"', "gzip"), modified)

    def answer(self, method: str, request: Headers) -> Response:
        """
        The whole feed, its headers alone, or that it has not changed.

        A tag is compared with that of the encoding that would be sent, as RFC 9110 13.1.2 asks: who had another one
        downloads once more.
        """
        chosen = self.packed if accepts_gzip(_joined(request, "accept-encoding")) else self.plain
        headers = {"ETag": chosen.etag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"}
        # A date that has not come yet could not tell this version from the next one (8.8.2.1).
        is_dated = self.modified <= dt.datetime.now(dt.UTC)
        if is_dated:
            headers["Last-Modified"] = format_datetime(self.modified, usegmt=True)
        if self._is_known(chosen.etag, request, is_dated=is_dated):
            return Response(status_code=304, headers=headers)
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        headers["Content-Disposition"] = 'inline; filename="plan.ics"'
        headers["Content-Length"] = str(len(chosen.data))
        if chosen.encoding is not None:
            headers["Content-Encoding"] = chosen.encoding
        return Response(b"" if method == "HEAD" else chosen.data, headers=headers)

    def _is_known(self, etag: str, request: Headers, *, is_dated: bool) -> bool:
        """Whether the client has this version; its date is not looked at where it gave a tag (13.2.2)."""
        tags = _joined(request, "if-none-match")
        if tags is not None:
            return tags.strip() == "*" or etag in _TAG.findall(tags)
        since = request.get("if-modified-since")
        return since is not None and is_dated and self._is_as_old_as(since)

    def _is_as_old_as(self, since: str) -> bool:
        try:
            day = parsedate_to_datetime(since)
        except (ValueError, OverflowError):
            return False
        day = day.replace(tzinfo=dt.UTC) if day.tzinfo is None else day
        return self.modified <= day


def accepts_gzip(accepted: str | None) -> bool:
    """Whether an Accept-Encoding header takes gzip; a weight of 0 is a refusal (RFC 9110 12.5.3)."""
    weights: dict[str, float] = {}
    for part in (accepted or "").split(","):
        coding, _, parameter = part.partition(";")
        weights[coding.strip().lower()] = _weight(parameter)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(parameter: str) -> float:
    name, equals, value = parameter.partition("=")
    if not equals or name.strip().lower() != "q":
        return 1.0
    found = re.fullmatch(r"\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", value)
    return float(found[1]) if found else 0.0


def _joined(headers: Headers, name: str) -> str | None:
    """A header given several times is one list."""
    given = headers.getlist(name)
    return ", ".join(given) if given else None
