"""The page that explains how to subscribe, and the pages that say that there is nothing here."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from importlib import resources
from typing import Any
from urllib.parse import quote

import jinja2
from attrs import frozen
from markupsafe import Markup

from labo_partenariats.plugin import Language, format_value, place_words
from labo_serve.keys import CRITERIA, PAGES, SEGMENTS, FeedKey, choices, names_of
from labo_serve.site import Site
from labo_serve.texts import LANGUAGES, messages, word

#: The name of the page among the names of feeds, which all are otherwise.
PAGE = "page"

#: Google takes a webcal address here, and no other.
_GOOGLE = "https://calendar.google.com/calendar/r?cid="

_BEFORE, _AFTER = re.compile(r" (?=[:;!?»])"), re.compile(r"(?<=«) ")
_NO_BREAK = "\N{NO-BREAK SPACE}"


@frozen
class Place:
    """Where a reader sees the server: ``base`` begins its addresses; ``is_local`` when it is the machine it runs on."""

    base: str
    is_local: bool
    is_loopback: bool


@frozen
class FeedLinks:
    """A feed as the page offers it."""

    id: str
    names: str
    path: str
    url: str
    webcal: str
    google: str


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("labo_serve"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else spaced(str(value)),
    )


@cache
def _style() -> str:
    return (resources.files("labo_serve") / "templates" / "style.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """What a browser may load for a page of ours: the style that is in it, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def spaced(words: str) -> str:
    """French punctuation never begins a line."""
    return _AFTER.sub(_NO_BREAK, _BEFORE.sub(_NO_BREAK, words))


def _render(template: str, language: Language, **facts: object) -> str:
    speak = partial(_spoken, language)
    page = _environment().get_template(template)
    style = Markup(_style())  # noqa: S704 - a file of ours
    return page.render(t=speak, language=language, style=style, **facts)


def _spoken(language: Language, key: str, **data: object) -> str:
    return word(key, language, **data)


def error_page(kind: str, language: Language) -> str:
    """The page that says what *kind* of error this is."""
    return _render("error.html", language, kind=kind)


def page_path(site: Site, language: Language) -> str:
    """The address of the page on its server."""
    return f"/{PAGES[language]}/{site.secret.token(PAGE)}/"


def links(site: Site, key: FeedKey, base: str) -> FeedLinks:
    """The feed *key* as a reader at *base* may follow it."""
    path = key.path(site.secret.token(key.name))
    webcal = re.sub("^https?", "webcal", base) + path
    words = word("page.and", key.language).join(
        ", ".join(each) for each in names_of(key, site.edition.programme).values()
    )
    return FeedLinks(key.name, words, path, base + path, webcal, _GOOGLE + quote(webcal, safe=""))


def subscription_page(site: Site, language: Language, place: Place, query: Iterable[tuple[str, str]]) -> str:
    """How to subscribe, and the address of what *query* asks for; what it asks that does not exist is passed over."""
    edition, problem = site.edition, site.problem
    known = choices(edition.programme, language)
    asked = _asked(language, query)
    wanted = {criterion: {each.slug for each in several} & asked[criterion] for criterion, several in known.items()}
    part = FeedKey.of(language, wanted)
    whole = FeedKey(language)
    other = next(each for each in LANGUAGES if each != language)
    read_at = edition.read_at.astimezone()
    findings = _findings(site, whole, language) if place.is_local else ()
    return _render(
        "page.html",
        language,
        programme=edition.programme.title or site.source.stem,
        file=site.source.name,
        moment=word("page.moment", language, day=format_value(read_at.date(), language), time=f"{read_at:%H:%M}"),
        sessions=edition.sessions,
        problem=site.explain(problem, language) if problem and place.is_local else "",
        late=problem is not None,
        is_local=place.is_local,
        is_loopback=place.is_loopback,
        page_url=place.base + page_path(site, language),
        other_path=page_path(site, other),
        other_language=other,
        findings=findings,
        whole=links(site, whole, place.base),
        part=links(site, part, place.base) if part.chosen else None,
        part_sessions=site.feed(part).plain.data.count(b"BEGIN:VEVENT\r\n") if part.chosen else 0,
        groups=[
            {
                "title": word(f"page.{criterion}", language),
                "name": SEGMENTS[language][criterion],
                "choices": known[criterion],
                "ticked": wanted[criterion],
            }
            for criterion in CRITERIA
            if known[criterion]
        ],
        clients=messages(language)["clients"],
        notes=messages(language)["notes"]["items"],
    )


def _asked(language: Language, query: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    criteria = {segment: criterion for criterion, segment in SEGMENTS[language].items()}
    asked: dict[str, set[str]] = {criterion: set() for criterion in CRITERIA}
    for name, value in query:
        if name in criteria:
            asked[criteria[name]].add(value)
    return asked


def _findings(site: Site, whole: FeedKey, language: Language) -> Sequence[Mapping[str, Any]]:
    """What reading noticed and what the calendar cannot say, for the eyes of whoever runs the server."""
    report = site.edition.report
    found = (*site.edition.result.findings, *site.findings(whole))
    return [
        {
            "code": each.code,
            "place": f"{place_words(each.location, language)} :" if each.location is not None else "",
            "message": report.catalogue.message(each, language),
        }
        for each in found
    ]
