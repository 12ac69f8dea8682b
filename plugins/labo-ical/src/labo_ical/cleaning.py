"""Texts of users made safe for a calendar that anyone may read: no control character, no address, no telephone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attrs import define, field

from labo_ical.codes import PERSONAL_DATA_REMOVED, TEXT_CUT
from labo_ical.texts import Language, word

#: Line ends other than LF, those that only some parsers take for one included.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

#: C0 and C1 controls, byte order marks, direction overrides and non-characters: nothing that a reader sees.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")

_SPACES = re.compile("[ \t]+")
_BLANK_LINES = re.compile("\n{3,}")
_MAIL = re.compile(r"[\w.%+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d+])(?:\+(?:[\s.()-]{0,3}\d){9,15}|(?:0033[\s.-]*(?:\(0\)[\s.-]*)?[1-9]|0[1-9])(?:[\s.-]*\d\d){4})(?!\d)"
)


def clean(text: str) -> str:
    """*text* with LF as its only line end, without controls, useless spaces and blank lines at its ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _INVISIBLE.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """*text* cleaned and on one line."""
    return " ".join(clean(text).split("\n"))


def redacted(text: str, language: Language) -> str:
    """*text* with words in the place of mail addresses and telephone numbers (French, or with a country code)."""
    if "@" in text:
        text = _MAIL.sub(word("mail_removed", language), text)
    if "0" in text or "+" in text:  # without either there is no number, and most texts have neither
        text = _PHONE.sub(word("phone_removed", language), text)
    return text


#: The longest line and text of an event, in characters. Every session repeats the texts of its action: a document
#: pasted into one cell would make a calendar that no program takes.
LONGEST_LINE = 1_000
LONGEST_TEXT = 8_000
_ELLIPSIS = " …"

#: How much more is read than is shown, since cleaning and redaction make texts shorter.
_MARGIN = 4


@define
class Publisher:
    """
    Makes texts fit for a public calendar: clean, of a length that calendars show and, unless personal data was asked
    for, without addresses and numbers.

    ``told`` are the codes of what was taken out since it was made.
    """

    language: Language
    personal_data: bool = False
    told: set[str] = field(factory=set)

    def text(self, text: str | None) -> str:
        """*text* on as many lines as it has; empty when there is none."""
        return self._published(text, clean, LONGEST_TEXT) if text else ""

    def line(self, text: str | None) -> str:
        """*text* on one line; empty when there is none."""
        return self._published(text, clean_line, LONGEST_LINE) if text else ""

    def joined(self, lines: Iterable[str]) -> str:
        """Published *lines* as one text."""
        return self._within("\n".join(lines), LONGEST_TEXT)

    def _published(self, text: str, cleaned: Callable[[str], str], longest: int) -> str:
        read = _opening(text, _MARGIN * longest)
        shown = self._checked(cleaned(read))
        if read is not text and len(shown) <= longest:  # what was not read counts as well
            self.told.add(TEXT_CUT)
            return self._within(shown + _ELLIPSIS, longest)
        return self._within(shown, longest)

    def _within(self, text: str, longest: int) -> str:
        if len(text) <= longest:
            return text
        self.told.add(TEXT_CUT)
        return _opening(text, longest - len(_ELLIPSIS)).rstrip() + _ELLIPSIS

    def _checked(self, text: str) -> str:
        if self.personal_data:
            return text
        shown = redacted(text, self.language)
        if shown != text:
            self.told.add(PERSONAL_DATA_REMOVED)
        return shown


def _opening(text: str, longest: int) -> str:
    """*text* up to *longest* characters, ending with a word unless the word is very long."""
    if len(text) <= longest:
        return text
    kept = text[:longest]
    edge = max(kept.rfind(" "), kept.rfind("\n"))
    return kept[:edge] if edge > longest // 2 else kept
