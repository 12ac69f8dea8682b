"""From meetings to the tables of a plan of action: a row for each action, a row for each of its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from attrs import define, field

from labo_ical.importing import Meeting, kind_word
from labo_partenariats.plugin import Cell, Sheet, Tally, apostrophe_kept, format_value, join_names, slug

_T = TypeVar("_T")

_ACTIONS = (
    "Action",
    "Date / période",
    "Nature de l'action",
    "Contenu",
    "Objectifs",
    "Résultats attendus",
    "Public",
    "Territoires",
    "Lieu",
    "Identifiant",
)
_SESSIONS = ("Action de rattachement", "Date de la séance", "Libellé", "Thème", "Territoires", "Lieu", "Annulée", "Id")


def sheets(meetings: Sequence[Meeting], tally: Tally) -> tuple[Sheet, ...]:
    """The sheets «Actions» and «Séances», by date; their rows know the line of the event they come from."""
    groups: dict[str, list[Meeting]] = {}
    for each in sorted(meetings, key=lambda meeting: meeting.order):
        groups.setdefault(each.group, []).append(each)
    actions = _Table("Actions", _ACTIONS, tally)
    sessions = _Table("Séances", _SESSIONS, tally)
    taken: dict[str, int] = {}
    for group in groups.values():
        tally.check_time()
        first = group[0]
        dated = [each for each in group if each.period is not None]
        id_ = _free(slug(first.title), taken)
        territories = _common(each.territories for each in dated or group)
        place = _common(each.place for each in dated or group)
        actions.add(
            min(each.line for each in group),
            (
                first.title,
                " ; ".join(dict.fromkeys(each.words for each in group if each.words)),
                kind_word(first.kind),
                "\n".join(dict.fromkeys(line for each in group for line in each.description)),
                "\n".join(first.objectives),
                "\n".join(first.expected_results),
                first.audience,
                join_names(territories or ()),
                place or "",
                id_,
            ),
        )
        for each in dated:
            assert each.period is not None
            row = (
                id_,
                format_value(each.period, "fr"),
                each.label or (each.title if each.title != first.title else ""),
                each.topic,
                join_names(each.territories) if territories is None else "",
                each.place if place is None else "",
                "oui" if each.cancelled else "",
                each.id,
            )
            sessions.add(each.line, row)
    return tuple(table.sheet() for table in (actions, sessions) if len(table.rows) > 1)


def _common(values: Iterable[_T]) -> _T | None:
    """The value that all share; None when they differ."""
    different = list(dict.fromkeys(values))
    return different[0] if len(different) == 1 else None


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, or the name and the first rank that is free; ``taken`` knows the rank to try next."""
    chosen = name
    while chosen in taken:
        taken[name] += 1
        chosen = f"{name}-{taken[name]}"
    taken[chosen] = 1
    return chosen


@define
class _Table:
    """The rows of one sheet, its headers first."""

    name: str
    headers: tuple[str, ...]
    tally: Tally
    rows: dict[int, tuple[Cell, ...]] = field(init=False, factory=dict)
    lines: dict[int, int] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.add(1, self.headers)

    def add(self, line: int, texts: tuple[str, ...]) -> None:
        """One more row, made of what stands at *line* of the file."""
        row = len(self.rows) + 1
        filled = [(column, text) for column, text in enumerate(texts, start=1) if text and not text.isspace()]
        for _, text in filled:
            self.tally.check("cell_characters", len(text) + 1)
        self.tally.count("rows")
        self.tally.count("cells", len(filled))
        self.rows[row] = tuple(Cell(row, column, apostrophe_kept(text)) for column, text in filled)
        self.lines[row] = line

    def sheet(self) -> Sheet:
        return Sheet(name=self.name, rows=self.rows, has_grid_addresses=False, lines=self.lines)
