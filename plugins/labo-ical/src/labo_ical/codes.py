"""
The findings of this plugin.

``ICS1`` on the plan, ``ICS2`` on the previous feed, ``ICS3`` on what was asked, ``ICS4`` on calendars read.
"""

from __future__ import annotations

from labo_ical.texts import LANGUAGES, messages
from labo_partenariats.plugin import Entry, Finding, PathLocation, Severity

UNDATED_ACTION = "ICS101"
OPEN_PERIOD = "ICS102"
UNKNOWN_END_TIME = "ICS103"
END_TIME_NOT_AFTER_START = "ICS104"
RANGE_LEFT_OUT = "ICS105"
PERSONAL_DATA_REMOVED = "ICS106"
DAY_BEYOND_CALENDAR = "ICS107"
NOTHING_TO_PUBLISH = "ICS108"
TEXT_CUT = "ICS109"
UNREADABLE_PREVIOUS = "ICS201"
FOREIGN_PREVIOUS = "ICS202"
PREVIOUS_OF_ANOTHER_PROGRAMME = "ICS203"
SESSION_GONE = "ICS204"
UNKNOWN_NAME = "ICS301"
UNKNOWN_CRITERION = "ICS302"
UNUSABLE_OPTION = "ICS303"
NAME_GONE = "ICS304"
NO_EVENT = "ICS401"
COMPONENTS_LEFT_OUT = "ICS402"
SEVERAL_CALENDARS = "ICS403"
WITHOUT_DATE = "ICS404"
UNREADABLE_DATE = "ICS405"
UNUSABLE_END = "ICS406"
UNKNOWN_ZONE = "ICS407"
FLOATING_HOURS = "ICS408"
RULE_NOT_UNDERSTOOD = "ICS409"
RULE_CUT = "ICS410"
REPEATED_UID = "ICS411"
MESSAGE_NOT_CALENDAR = "ICS412"
OTHER_VERSION = "ICS413"
BROKEN_LINES = "ICS414"
CUT_SHORT = "ICS415"
UNTITLED_EVENT = "ICS416"
PEOPLE_NOT_READ = "ICS417"

#: The codes of what is said of one event of a calendar that is read.
ON_EVENTS = frozenset({WITHOUT_DATE, UNREADABLE_DATE, UNUSABLE_END, UNKNOWN_ZONE, RULE_NOT_UNDERSTOOD, RULE_CUT})

_SEVERITIES = {
    UNDATED_ACTION: ("undated-action-left-out", Severity.NOTE),
    OPEN_PERIOD: ("open-period", Severity.NOTE),
    UNKNOWN_END_TIME: ("end-time-unknown", Severity.NOTE),
    END_TIME_NOT_AFTER_START: ("end-time-not-after-start", Severity.WARNING),
    RANGE_LEFT_OUT: ("range-left-out", Severity.NOTE),
    PERSONAL_DATA_REMOVED: ("personal-data-removed", Severity.NOTE),
    DAY_BEYOND_CALENDAR: ("day-beyond-calendar", Severity.WARNING),
    NOTHING_TO_PUBLISH: ("nothing-to-publish", Severity.WARNING),
    TEXT_CUT: ("text-cut", Severity.WARNING),
    UNREADABLE_PREVIOUS: ("previous-feed-unreadable", Severity.WARNING),
    FOREIGN_PREVIOUS: ("previous-feed-foreign", Severity.WARNING),
    PREVIOUS_OF_ANOTHER_PROGRAMME: ("previous-feed-of-another-programme", Severity.WARNING),
    SESSION_GONE: ("session-gone", Severity.NOTE),
    UNKNOWN_NAME: ("unknown-name-in-selection", Severity.ERROR),
    UNKNOWN_CRITERION: ("unknown-criterion-in-selection", Severity.ERROR),
    UNUSABLE_OPTION: ("unusable-option", Severity.ERROR),
    NAME_GONE: ("name-gone-from-programme", Severity.WARNING),
    NO_EVENT: ("calendar-without-event", Severity.WARNING),
    COMPONENTS_LEFT_OUT: ("components-left-out", Severity.NOTE),
    SEVERAL_CALENDARS: ("several-calendars", Severity.NOTE),
    WITHOUT_DATE: ("event-without-date", Severity.WARNING),
    UNREADABLE_DATE: ("event-date-unreadable", Severity.WARNING),
    UNUSABLE_END: ("event-end-unusable", Severity.WARNING),
    UNKNOWN_ZONE: ("time-zone-unknown", Severity.WARNING),
    FLOATING_HOURS: ("hours-without-zone", Severity.NOTE),
    RULE_NOT_UNDERSTOOD: ("recurrence-not-understood", Severity.WARNING),
    RULE_CUT: ("recurrence-cut", Severity.WARNING),
    REPEATED_UID: ("event-repeated", Severity.NOTE),
    MESSAGE_NOT_CALENDAR: ("message-not-calendar", Severity.NOTE),
    OTHER_VERSION: ("other-version", Severity.WARNING),
    BROKEN_LINES: ("lines-broken", Severity.WARNING),
    CUT_SHORT: ("file-cut-short", Severity.WARNING),
    UNTITLED_EVENT: ("event-untitled", Severity.NOTE),
    PEOPLE_NOT_READ: ("people-not-read", Severity.NOTE),
}

#: What the core's catalogue receives from this plugin.
ENTRIES: tuple[Entry, ...] = tuple(
    Entry(code, name, severity, texts={language: messages(language)[code] for language in LANGUAGES})
    for code, (name, severity) in _SEVERITIES.items()
)


def notice(code: str, path: str | None = None, value: str | None = None, **data: object) -> Finding:
    """A finding of this plugin about the part of the programme at *path*."""
    location = None if path is None else PathLocation(path)
    return Finding(code, _SEVERITIES[code][1], data, location, value=value)
