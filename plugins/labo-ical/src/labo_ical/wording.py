"""What the texts of an event say: those of any calendar, and those that this plugin wrote and can take apart again."""

from __future__ import annotations

import html
import re

from attrs import define, field, frozen

from labo_ical.cleaning import clean, clean_line, redacted
from labo_ical.event import digest
from labo_ical.texts import LANGUAGES, messages
from labo_partenariats import ActionKind
from labo_partenariats.plugin import fold, text

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PIECE = re.compile(r"(?:[^\\,]|\\.)++", re.DOTALL)
_HTML = re.compile(r"<(?:br|p|div|span|ul|ol|li|a|b|i|strong|em|html|body|table|h\d)\b[^<>]{0,2000}>", re.IGNORECASE)
_HTML_LINE = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]{0,100}>", re.IGNORECASE)
_HTML_TAG = re.compile(r"</?[a-z!][^<>]{0,2000}>", re.IGNORECASE)

_NO_LABEL = digest("")


def unescaped(value: str) -> str:
    r"""The text that a TEXT value stands for (RFC 5545 3.3.11)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def pieces(value: str) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(piece for each in _PIECE.findall(value) if (piece := clean_line(unescaped(each))))


@define
class Texts:
    """Makes texts fit for cells; ``removed`` are those from which addresses and telephone numbers were taken."""

    removed: set[str] = field(factory=set)

    def line(self, value: str) -> str:
        """A TEXT value on one line."""
        return self._public(clean_line(_plain(unescaped(value))))

    def text(self, value: str) -> str:
        """A TEXT value on as many lines as it has."""
        return self._public(clean(_plain(unescaped(value))))

    def pieces(self, value: str) -> tuple[str, ...]:
        """The texts of a list of TEXT values."""
        return tuple(self._public(piece) for piece in pieces(value))

    def _public(self, cleaned: str) -> str:
        shown = redacted(cleaned, "fr")
        if shown != cleaned:
            self.removed.add(shown)
        return shown


def _plain(value: str) -> str:
    """The text of a web page; several programs write their descriptions as one."""
    if not _HTML.search(value):
        return value
    return html.unescape(_HTML_TAG.sub("", _HTML_LINE.sub("\n", value.replace("\n", " "))))


def kind_of(word: str) -> ActionKind | None:
    """The kind of action that a category names, in either language."""
    wanted = fold(word)
    for kind in ActionKind:
        if any(fold(text(f"terms.ActionKind.{kind.value}", language)) == wanted for language in LANGUAGES):
            return kind
    return None


def without(key: str, line: str) -> str | None:
    """What follows the words *key* of the feed in *line*, in either language; None when it does not begin so."""
    for language in LANGUAGES:
        opening = messages(language)["feed"][key].partition("{")[0]
        if line.startswith(opening):
            return line[len(opening) :]
    return None


def is_word(key: str, line: str) -> bool:
    """Whether *line* is the text *key* of the feed, in either language."""
    return any(line == messages(language)["feed"][key] for language in LANGUAGES)


@frozen
class Said:
    """What the description of an event of ours says, part by part."""

    dates: str = ""
    topic: str = ""
    description: tuple[str, ...] = ()
    audience: str = ""
    objectives: tuple[str, ...] = ()
    expected_results: tuple[str, ...] = ()


@define
class _Body:
    description: list[str] = field(factory=list)
    objectives: list[str] = field(factory=list)
    expected_results: list[str] = field(factory=list)
    audience: str = ""


def taken_apart(description: str) -> Said:
    """The parts of a description that `labo_ical.contents` wrote."""
    lines = description.split("\n") if description else []
    dates = _shifted("dates", lines)
    if lines and is_word("end_time_unknown", lines[0]):
        lines.pop(0)
    topic = _shifted("topic", lines)
    body = _Body()
    into = body.description
    for line in lines:
        item = without("item", line)
        audience = without("audience", line)
        if is_word("objectives", line):
            into = body.objectives
        elif is_word("expected_results", line):
            into = body.expected_results
        elif into is not body.description and item is not None:
            into.append(item)
        elif into is body.description and audience and not body.audience:
            body.audience = audience
        else:
            into.append(line)
    return Said(
        dates,
        topic,
        tuple(body.description),
        body.audience,
        tuple(body.objectives),
        tuple(body.expected_results),
    )


def _shifted(key: str, lines: list[str]) -> str:
    found = without(key, lines[0]) if lines else None
    if found is None:
        return ""
    lines.pop(0)
    return found


def title_and_label(summary: str, label_digest: str) -> tuple[str, str]:
    """
    The title of an action and the name of its session, told apart by the digest of the name.

    >>> title_and_label("Formation – Groupe A – matin", digest("matin"))
    ('Formation – Groupe A', 'matin')
    """
    if label_digest == _NO_LABEL:
        return summary, ""
    between = messages("fr")["feed"]["labelled"].removeprefix("{title}").removesuffix("{label}")
    cuts = [found.start() for found in re.finditer(re.escape(between), summary)]
    splits = [(summary[:cut], summary[cut + len(between) :]) for cut in cuts]
    known = (each for each in splits if digest(each[1]) == label_digest)
    return next(known, splits[-1] if splits else (summary, ""))
