"""
From the one table of a list of subsidies to tables of the model: beneficiaries, funders, aids received.

Each cell keeps its line and column, so that what the core finds is told at its place in the file. An organisation is
its SIRET, else its RNA number, else its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from attrs import evolve, frozen
from stdnum.fr import siret

from labo_opendata.codes import COLUMNS_LEFT_ASIDE, NOT_GRANTED, OTHER_NAME, SHARED_AMOUNT
from labo_partenariats.plugin import Cell, Note, Sheet, fold

#: The words of the format for the columns of the model; those in camel case fold to one word.
HEADERS: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {
        "name": ("nomBeneficiaire", "nomAttribuant"),
        "siret": ("idBeneficiaire", "idAttribuant"),
        "rna": ("rnaBeneficiaire",),
    },
    "aids": {
        "actor": ("nomBeneficiaire",),
        "grantor": ("nomAttribuant",),
        "granted": ("dateConvention",),
        "amount": ("montant",),
        "reference": ("referenceDecision",),
        "scheme": ("notificationUE",),
        "is_planned": ("statutLabel",),
    },
}

_BENEFICIARY = {"nombeneficiaire": "name", "idbeneficiaire": "siret", "rnabeneficiaire": "rna"}
_FUNDER = {"nomattribuant": "name", "idattribuant": "siret"}
_AID = frozenset(fold(words[0]) for words in HEADERS["aids"].values())
_SHARE = "pourcentagesubvention"

#: Folded header → as the format spells it, which is how the core knows it.
_SPELLED = {fold(word): word for columns in HEADERS.values() for words in columns.values() for word in words}

#: Columns that say how a list is to be read, beside those that become part of a programme.
_USED = frozenset({*_BENEFICIARY, *_FUNDER, *_AID, _SHARE})

_REFUSED = frozenset({"refusee", "refuse", "ineligible", "rejetee"})
_PENDING = frozenset({"en cours d intruction", "en cours d instruction"})  # the first is how the format spells it
_NO_DIGIT = re.compile(r"\D")
_TOTALS = frozenset({"total", "total general", "sous total", "totaux"})

#: The heads of the columns that we add beside those of the file.
_ID, _ROLES, _ALIASES = "Identifiant", "Rôle", "Autres noms"
_FUNDER_ROLE = "Financeur"


def is_header(fields: Iterable[str]) -> bool:
    """Whether a line holds the headers of the format: who received, and who gave or with which number."""
    words = {_word(field) for field in fields}
    return "nombeneficiaire" in words and not words.isdisjoint({"nomattribuant", "idbeneficiaire", "idattribuant"})


def _word(field: str) -> str:
    """A header of the format whatever its case, its underscores and its quotes."""
    return fold(field.strip('"\ufeff ')).replace(" ", "")


@frozen
class _Line:
    """One row of the list, its cells by folded header."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, word: str) -> str:
        cell = self.cells.get(word)
        return "" if cell is None else str(cell.value).strip()


def split(sheet: Sheet) -> tuple[tuple[Sheet, ...], tuple[Note, ...]]:
    """
    The tables in *sheet* and notes; every row stands in that of the aids, but for requests that were refused.

    A sheet without headers of the format is given back as it is.
    """
    top = next((number for number in sorted(sheet.rows) if is_header(map(_shown, sheet.rows[number]))), None)
    if top is None:
        return (sheet,), ()
    heads: dict[str, Cell] = {}
    for cell in sheet.rows[top]:
        word = _word(_shown(cell))
        heads.setdefault(word, evolve(cell, value=_SPELLED.get(word, cell.value)))
    by_column = {cell.column: word for word, cell in heads.items()}
    lines = [
        _Line(number, {by_column[cell.column]: cell for cell in sheet.rows[number] if cell.column in by_column})
        for number in sorted(sheet.rows)
        if number > top
    ]
    split_ = _Split(sheet, top, heads, lines)
    return split_.sheets(), split_.notes()


def _shown(cell: Cell) -> str:
    return str(cell.value)


class _Split:
    def __init__(self, sheet: Sheet, top: int, heads: Mapping[str, Cell], lines: Sequence[_Line]) -> None:
        self._sheet = sheet
        self._top = top
        self._heads = heads
        self._lines = lines
        self._beyond = max(cell.column for row in sheet.rows.values() for cell in row) + 1
        self._notes: list[Note] = []
        self._ids: dict[int, str] = {}

    def notes(self) -> tuple[Note, ...]:
        """What was noticed, the columns left aside first."""
        used = {cell.column for word, cell in self._heads.items() if word in _USED}
        aside = tuple(_shown(cell) for cell in self._sheet.rows[self._top] if cell.column not in used)
        told = (Note(COLUMNS_LEFT_ASIDE, {"columns": aside}, self._sheet.name, self._top),) if aside else ()
        return (*told, *self._notes)

    def sheets(self) -> tuple[Sheet, ...]:
        beneficiaries = self._organisations(_BENEFICIARY, None, remember=True)
        funders = self._organisations(_FUNDER, _FUNDER_ROLE, remember=False)
        aids = self._aids()
        named = ((beneficiaries, "actors", "bénéficiaires"), (funders, "actors", "attribuants"))
        return (
            evolve(self._sheet, rows=aids, role="aids"),
            *(
                evolve(self._sheet, name=f"{self._sheet.name} – {suffix}", rows=rows, role=role)
                for rows, role, suffix in named
                if len(rows) > 1
            ),
        )

    def _head(self, *words: str) -> list[Cell]:
        return [self._heads[word] for word in words if word in self._heads]

    def _added(self, row: int, rank: int, text: str) -> Cell:
        """A cell of a column of ours, right of those of the file."""
        return Cell(row, self._beyond + rank, text)

    def _organisations(
        self, words: Mapping[str, str], role: str | None, *, remember: bool
    ) -> dict[int, tuple[Cell, ...]]:
        """The rows of actors: the first line of each organisation, its other names beside it."""
        first: dict[str, _Line] = {}
        names: dict[str, dict[str, str]] = {}
        by_key = {key: word for word, key in words.items()}
        for line in self._lines:
            name = line.text(by_key["name"])
            if not name or (fold(name) in _TOTALS and not line.text(by_key["siret"])):
                continue
            id_ = _identity(name, line.text(by_key["siret"]), line.text(by_key.get("rna", "")))
            if remember:
                self._ids[line.number] = id_
            known = names.setdefault(id_, {})
            if fold(name) not in known and known:
                facts = {"name": name, "first": next(iter(known.values()))}
                self._notes.append(self._note(OTHER_NAME, line, by_key["name"], facts))
            known.setdefault(fold(name), name)
            first.setdefault(id_, line)
        heads = [*self._head(*words), self._added(self._top, 0, _ID)]
        heads += [self._added(self._top, 1, _ROLES)] if role else []
        heads += [self._added(self._top, 2, _ALIASES)] if any(len(each) > 1 for each in names.values()) else []
        rows = {self._top: tuple(heads)}
        for id_, line in first.items():
            cells = [line.cells[word] for word in words if word in line.cells]
            cells.append(self._added(line.number, 0, id_))
            cells += [self._added(line.number, 1, role)] if role else []
            others = list(names[id_].values())[1:]
            cells += [self._added(line.number, 2, " ; ".join(map(_quoted, others)))] if others else []
            rows[line.number] = tuple(sorted(cells, key=lambda cell: cell.column))
        return rows

    def _aids(self) -> dict[int, tuple[Cell, ...]]:
        """The rows of the file; of those of the list, the cells that tell an aid."""
        rows = {number: cells for number, cells in self._sheet.rows.items() if number < self._top}
        heads = (cell for word, cell in self._heads.items() if word in _AID)
        rows[self._top] = tuple(sorted(heads, key=lambda cell: cell.column))
        for line in self._lines:
            name, status = line.text("nombeneficiaire"), line.text("statutlabel")
            if name and fold(status) in _REFUSED:  # who asked stands among the actors; nothing was received
                self._notes.append(
                    self._note(NOT_GRANTED, line, "statutlabel", {"beneficiary": name, "status": status})
                )
                continue
            cells = tuple(sorted(self._aid(line), key=lambda cell: cell.column))
            rows[line.number] = cells or self._sheet.rows[line.number][:1]
        return rows

    def _aid(self, line: _Line) -> Iterator[Cell]:
        for word, cell in line.cells.items():
            if word not in _AID:
                continue
            match word:
                case "nombeneficiaire":
                    yield evolve(cell, value=self._ids.get(line.number, cell.value))
                case "notificationue":
                    yield from _scheme(cell)
                case "statutlabel":
                    if fold(line.text(word)) in _PENDING:
                        yield evolve(cell, value="oui")
                case "montant" if self._is_shared(line):
                    continue
                case _:
                    yield cell

    def _is_shared(self, line: _Line) -> bool:
        """Whether the row tells of a part of a subsidy; a note then says so."""
        try:
            share = Decimal(line.text(_SHARE).replace(",", ".") or "1")
        except InvalidOperation:
            share = Decimal(0)
        if share == 1 or fold(line.text("nombeneficiaire")) in _TOTALS:
            return False
        facts = {
            "beneficiary": line.text("nombeneficiaire"),
            "share": line.text(_SHARE),
            "amount": line.text("montant"),
        }
        self._notes.append(self._note(SHARED_AMOUNT, line, "montant", facts))
        return True

    def _note(self, code: str, line: _Line, word: str, facts: Mapping[str, object]) -> Note:
        return Note(code, facts, self._sheet.name, line.number, line.cells[word].column)


def _scheme(cell: Cell) -> Iterator[Cell]:
    """The column tells aid under a de minimis regulation; another answer than yes and no is the core's to judge."""
    match fold(str(cell.value)):
        case "oui" | "true" | "vrai" | "1":
            yield evolve(cell, value="de minimis")
        case "non" | "false" | "faux" | "0":
            return
        case _:
            yield cell


def _identity(name: str, number: str, rna: str) -> str:
    """What tells one organisation from another; a SIRET may have lost its first zeros."""
    digits = _NO_DIGIT.sub("", number).zfill(14)
    if number and siret.is_valid(digits):
        return digits
    return fold(rna).replace(" ", "") or fold(name).replace(" ", "-") or name


def _quoted(name: str) -> str:
    """A name as it stands in a list of names."""
    return '"{}"'.format(name.replace('"', '""')) if re.search(r'[;|]|^"', name) else name
