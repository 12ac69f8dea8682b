"""From a file to tables: its bytes, its events, its meetings, and what is said of the file as a whole."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from attrs import evolve

from labo_ical import codes
from labo_ical.importing import meetings
from labo_ical.reading import Source, read_source
from labo_ical.tables import sheets
from labo_partenariats.plugin import Limits, Note, Notebook, Sheet, Tables, Tally, UnreadableSource

#: A message between calendar programs about one event, rather than a calendar.
_MESSAGES = frozenset({"REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"})


def read_file(path: Path, limits: Limits) -> Tables:
    """The tables of the calendar at *path*; raises `UnreadableSource`."""
    tally, notebook = Tally.starting_now(limits), Notebook()
    source = read_source(_read_bytes(path, tally), tally, notebook)
    _tell(source, notebook)
    made = sheets(meetings(source, tally, notebook), tally)
    return Tables(made, _placed(notebook.notes(), made))


def _placed(notes: tuple[Note, ...], made: tuple[Sheet, ...]) -> tuple[Note, ...]:
    """Notes on a line of an event, at the row that the event became."""
    rows = sorted((line, sheet.name, row) for sheet in made for row, line in sheet.lines.items() if row > 1)

    def place(note: Note) -> Note:
        line = note.data.get("line")
        if note.code not in codes.ON_EVENTS or not isinstance(line, int):
            return note
        rank = bisect_right(rows, line, key=lambda place: place[0]) - 1
        return note if rank < 0 else evolve(note, sheet=rows[rank][1], row=rows[rank][2])

    return tuple(map(place, notes))


def _tell(source: Source, notebook: Notebook) -> None:
    """What is true of the file as a whole."""
    if not source.events:
        notebook.tell(codes.NO_EVENT)
    if len(source.calendars) > 1:
        notebook.tell(codes.SEVERAL_CALENDARS, count=len(source.calendars))
    methods = {calendar.values.get("METHOD", "").strip().upper() for calendar in source.calendars}
    if asked := ", ".join(sorted(methods & _MESSAGES)):
        notebook.tell(codes.MESSAGE_NOT_CALENDAR, method=asked)
    versions = {calendar.values.get("VERSION", "2.0").strip() for calendar in source.calendars} - {"2.0"}
    if versions:
        notebook.tell(codes.OTHER_VERSION, version=", ".join(sorted(versions))[:80])
    if source.others:
        kinds = ", ".join(f"{name} : {count}" for name, count in sorted(source.others.items())[:20])
        notebook.tell(codes.COMPONENTS_LEFT_OUT, count=source.others.total(), kinds=kinds)
    if source.broken:
        notebook.tell(codes.BROKEN_LINES, count=len(source.broken), line=source.broken[0])
    if source.cut_at is not None:
        notebook.tell(codes.CUT_SHORT, line=source.cut_at)


def _read_bytes(path: Path, tally: Tally) -> bytes:
    try:
        if not path.exists():
            raise UnreadableSource("SRC001")
        if not path.is_file():
            raise UnreadableSource("SRC002", {"reason": "not a file"})
        with path.open("rb") as stream:
            content = stream.read(tally.limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnreadableSource("SRC002", {"reason": str(error)}) from error
    tally.check("file_bytes", len(content))
    if not content.strip():
        raise UnreadableSource("SRC003")
    return content
