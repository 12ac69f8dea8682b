"""
Addresses and answers.

Nothing in a request reaches the file system or a header: a path is compared with the addresses that exist, a query only
chooses among what the programme has.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections.abc import AsyncIterator, Callable

from attrs import frozen
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labo_partenariats.plugin import Language
from labo_serve.keys import FEEDS, PAGES, read_tail
from labo_serve.pages import PAGE, Place, error_page, policy, subscription_page
from labo_serve.site import NotMade, Site

#: How often the source is looked at, in seconds: what is saved shows after two looks.
POLL_SECONDS = 1.0

#: Longer than any address that is given out; browsers and calendars cut theirs about here too.
_LONGEST = 2048

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")

#: What proxies add to a request: whoever sent it is not necessarily on this machine.
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")

_KINDS = {404: "not_found", 405: "method", 414: "too_long", 503: "unavailable"}

_ROBOTS = "User-agent: *\nDisallow:\n"


@frozen
class Reach:
    """Where the server listens, and the address by which others reach it when a proxy stands before it."""

    host: str
    port: int
    public_url: str | None = None

    @property
    def own_url(self) -> str:
        """The address of the server on its own machine or network."""
        anywhere = self.host in {"0.0.0.0", "::", ""}  # noqa: S104 - to tell it, not to listen there
        name = socket.gethostname() if anywhere else self.host
        host = f"[{name}]" if ":" in name else name
        return f"http://{host}:{self.port}"

    @property
    def base(self) -> str:
        """What addresses begin with where no request says better."""
        return self.public_url or self.own_url

    def place(self, request: Request) -> Place:
        """
        Where *request* sees the server. Its Host is believed only when it is spelt like one.

        A page of another site that has its own name lead here (DNS rebinding), or a proxy, is not local.
        """
        found = _HOST.fullmatch(request.headers.get("host", ""))
        base = self.public_url or (f"http://{found[0]}" if found else self.own_url)
        is_loopback = self.public_url is None and is_loopback_name(found["name"] if found else self.host)
        is_direct = not any(name in request.headers for name in _FORWARDED)
        is_local = is_loopback and found is not None and is_direct and is_loopback_name(self.host)
        return Place(base, is_local, is_loopback)


def is_loopback_name(name: str) -> bool:
    """Whether *name* is one of the names that a machine has for itself."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name.lower() == "localhost"


def make_app(site: Site, reach: Reach, *, poll_seconds: float = POLL_SECONDS) -> ASGIApp:
    """The application that serves *site*; while it runs, the source is watched."""
    answers = _Answers(site, reach)

    @contextlib.asynccontextmanager
    async def watching(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_watch(site, poll_seconds))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    feeds = [
        Route(f"/{segment}/{{token}}/{{tail:path}}", answers.feed(language), methods=["GET"])
        for language, segment in FEEDS.items()
    ]
    pages = [
        Route(f"/{segment}/{{token}}/", answers.page(language), methods=["GET"]) for language, segment in PAGES.items()
    ]
    routes = [Route("/", answers.home, methods=["GET"]), Route("/robots.txt", _robots, methods=["GET"]), *feeds, *pages]
    app = Starlette(
        routes=routes, lifespan=watching, exception_handlers={HTTPException: answers.error, Exception: answers.defect}
    )
    app.router.redirect_slashes = False  # it would send the reader to whatever host the request names
    return _Guard(app, answers)


async def _watch(site: Site, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        await run_in_threadpool(site.poll)


async def _robots(_: Request) -> Response:
    return PlainTextResponse(_ROBOTS)


class _Answers:
    def __init__(self, site: Site, reach: Reach) -> None:
        self.site, self.reach = site, reach

    def feed(self, language: Language) -> Callable[[Request], object]:
        """What answers for the feeds in *language*."""

        async def answer(request: Request) -> Response:
            key = read_tail(language, request.path_params["tail"])
            if key is None or not self.site.secret.accepts(request.path_params["token"], key.name):
                raise HTTPException(404)
            try:
                published = self.site.ready(key)
                if published is None:
                    published = await run_in_threadpool(self.site.feed, key)
            except NotMade:
                raise HTTPException(503) from None
            return published.answer(request.method, request.headers)

        return answer

    def page(self, language: Language) -> Callable[[Request], object]:
        """What answers for the page in *language*."""

        async def answer(request: Request) -> Response:
            if not self.site.secret.accepts(request.path_params["token"], PAGE):
                raise HTTPException(404)
            return await self._page(request, language)

        return answer

    async def home(self, request: Request) -> Response:
        """The page for whoever sits at the machine; others need its address."""
        if not self.reach.place(request).is_local:
            raise HTTPException(404)
        return await self._page(request, self.site.language)

    async def _page(self, request: Request, language: Language) -> Response:
        place, query = self.reach.place(request), request.query_params.multi_items()
        try:
            return HTMLResponse(await run_in_threadpool(subscription_page, self.site, language, place, query))
        except NotMade:
            raise HTTPException(503) from None

    async def error(self, request: Request, error: Exception) -> Response:
        """The page for an error, in the language of the address."""
        assert isinstance(error, HTTPException)
        return self.error_response(error.status_code, request.url.path, dict(error.headers or {}))

    async def defect(self, request: Request, _: Exception) -> Response:
        """The page for what nothing foresaw."""
        return self.error_response(500, request.url.path)

    def error_response(self, status: int, path: str, headers: dict[str, str] | None = None) -> Response:
        """The page for *status*."""
        first = path.split("/")[1:2]
        known: dict[str, Language] = {words[language]: language for words in (FEEDS, PAGES) for language in words}
        language = known.get(first[0], self.site.language) if first else self.site.language
        return HTMLResponse(error_page(_KINDS.get(status, "defect"), language), status, headers)


class _Guard:
    """What holds for every answer: headers that keep browsers careful, no endless address, no traceback."""

    def __init__(self, app: ASGIApp, answers: _Answers) -> None:
        self.app, self.answers = app, answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                _secure(MutableHeaders(scope=message))
            await send(message)

        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > _LONGEST:
            await self.answers.error_response(414, scope["path"])(scope, receive, careful)
            return
        try:
            await self.app(scope, receive, careful)
        except Exception as error:  # the framework answered, and hands it on for a log
            self.answers.site.say_defect(error)


def _secure(headers: MutableHeaders) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    headers["Content-Security-Policy"] = policy()
    if headers.get("content-type", "").startswith("text/html"):
        headers["Cache-Control"] = "no-store"
        headers["X-Robots-Tag"] = "noindex"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
