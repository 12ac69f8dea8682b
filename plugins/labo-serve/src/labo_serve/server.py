"""From options to a server that listens, and a quiet end."""

from __future__ import annotations

import errno
import re
import socket
from pathlib import Path

import uvicorn
from attrs import frozen

from labo_partenariats.plugin import Language
from labo_serve.app import Reach, is_loopback_name, make_app
from labo_serve.connection import PatientProtocol
from labo_serve.keys import FeedKey, choices, slug
from labo_serve.memory import Memory, Secret, UnusableMemory
from labo_serve.pages import PAGE, links, page_path
from labo_serve.site import Describe, Say, Site
from labo_serve.texts import word

#: More readers at once than a network has; beyond, the answer is 503 and calendars come again.
_CONNECTIONS = 256

#: Octets of the first line and headers of a request.
_HEAD_OCTETS = 16 * 1024

_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9._-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")


class Refused(Exception):
    """The server cannot be started; the message is for its user."""


@frozen(kw_only=True)
class Options:
    """
    What a user may ask of the server.

    ``port`` 0 takes a free one. ``state`` is the folder of what outlives a run. ``public_url`` is the address by which
    others reach it. ``renew`` names the addresses to make anew. ``addresses`` only prints them.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    state: Path | None = None
    public_url: str | None = None
    renew: tuple[str, ...] = ()
    addresses: bool = False


def serve(source: Path, options: Options, language: Language, describe: Describe, show: Say, say: Say) -> int:
    """
    Serve the feeds of *source* until interrupted; returns the exit status.

    *describe* words the library's exceptions; *show* and *say* write a line to the standard output and error. Raises
    `Refused`, and `UnreadableSource` when there is nothing to begin with.
    """
    public_url = _checked_url(options.public_url, language)
    try:
        memory = Memory.of(source, options.state)
        site = Site(source, memory, memory.secret(), language, describe, say, public_url)
        site.secret = _renewed(site, options.renew, say)
    except UnusableMemory as error:
        key = "refused.secret" if error.reason == "JSON" else "refused.memory"
        raise Refused(word(key, language, path=error.path, reason=error.reason)) from None
    if options.addresses:
        reach = Reach(options.host, options.port, public_url)
        _show_addresses(site, reach, show, every=True)
        return 0
    with _listening(options.host, options.port, language) as listener:
        reach = Reach(options.host, listener.getsockname()[1], public_url)
        _show_addresses(site, reach, show, every=False)
        _warn(site, options, say)
        _run(site, reach, listener)
    show(word("server.stopped", language))
    return 0


def _checked_url(value: str | None, language: Language) -> str | None:
    if value is None:
        return None
    if not _PUBLIC_URL.fullmatch(value):
        raise Refused(word("refused.public_url", language, value=value))
    return value.rstrip("/")


def _renewed(site: Site, names: tuple[str, ...], say: Say) -> Secret:
    """The secret, after the addresses that *names* stand for were renewed; all names are read before any is."""
    wanted = [_name_of(name, site) for name in names]
    secret = site.secret
    for name in wanted:
        secret = site.memory.keep(secret.renewed(name))
        say(word("server.renewed", site.language, name=name or "all"))
    return secret


def _name_of(value: str, site: Site) -> str | None:
    """The name of the page or feed whose address is renewed; None for every address."""
    if value in {"all", PAGE, FeedKey(site.language).name}:
        return None if value == "all" else value
    known = choices(site.edition.programme, site.language)
    chosen: dict[str, list[str]] = {}
    for pair in value.split(";"):
        criterion, _, names = pair.partition("=")
        slugs = {slug(name): each.slug for each in known.get(criterion.strip(), ()) for name in (each.name, each.slug)}
        given = [slug(each) for each in names.split(",")]
        if not all(each in slugs for each in given):
            raise Refused(word("refused.renew", site.language, value=value))
        chosen.setdefault(criterion.strip(), []).extend(slugs[each] for each in given)
    return FeedKey.of(site.language, chosen).name


def _show_addresses(site: Site, reach: Reach, show: Say, *, every: bool) -> None:
    language, programme = site.language, site.edition.programme
    show(word("server.programme", language, title=programme.title or "—", file=site.source.name))
    if not every and reach.public_url is None and is_loopback_name(reach.host):
        show(word("server.local", language, url=f"{reach.base}/"))
    show(word("server.page", language, url=reach.base + page_path(site, language)))
    show(word("server.whole", language, url=links(site, FeedKey(language), reach.base).url))
    if every:
        for criterion, several in choices(programme, language).items():
            for choice in several:
                part = links(site, FeedKey.of(language, {criterion: [choice.slug]}), reach.base)
                show(word("server.part", language, names=choice.name, url=part.url))
    else:
        show(word("server.stop", language))


def _warn(site: Site, options: Options, say: Say) -> None:
    found = len(site.edition.result.findings)
    if found:
        say(word("server.findings", site.language, count=found))
    if not is_loopback_name(options.host):
        say(word("server.unguarded", site.language, host=options.host))


def _listening(host: str, port: int, language: Language) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # the protocol is named, or asyncio leaves Nagle's algorithm on and answers wait for the reader's word
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(word("refused.host", language, host=host, reason=reason)) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        known = {errno.EADDRINUSE: "refused.port", errno.EACCES: "refused.forbidden"}
        key = known.get(error.errno or 0, "refused.host")
        other = port + 1 if port < 65535 else 8000
        facts = {"port": port, "other": other, "host": host, "reason": error.strerror or str(error)}
        raise Refused(word(key, language, **facts)) from None
    return listener


def make_server(site: Site, reach: Reach) -> uvicorn.Server:
    """The server of *site*, which logs nothing: addresses are secrets and those of readers are personal data."""
    config = uvicorn.Config(
        make_app(site, reach),
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD_OCTETS,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)


def _run(site: Site, reach: Reach, listener: socket.socket) -> None:
    try:
        make_server(site, reach).run(sockets=[listener])
    except KeyboardInterrupt:  # Ctrl-C is how a server ends, not a mistake
        return
