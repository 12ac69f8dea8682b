"""The importer itself: a CSV file becomes one sheet, a folder of them as many."""

from __future__ import annotations

from pathlib import Path

from labo_csv.encoding import binary_format
from labo_csv.sheet import read_sheet
from labo_partenariats.plugin import Limits, Note, Notebook, Sheet, Tables, Tally, UnreadableSource

#: In a folder a text file is more often a notice than a table, so it has to be named to be read.
_IN_FOLDER = frozenset({".csv", ".tsv"})


class CsvImporter:
    """Text tables: ``.csv``, ``.tsv`` or ``.txt``, or a folder of ``.csv`` and ``.tsv`` files."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".txt")

    def recognises(self, path: Path) -> bool:
        """Whether *path* has the suffix of a text table without being a workbook, or is a folder of such tables."""
        try:
            if path.is_dir():
                return any(_is_table(file) for file in path.iterdir())
            if path.suffix.lower() not in self.suffixes:
                return False
            if not path.is_file():
                return True
            with path.open("rb") as stream:
                return binary_format(stream.read(8)) is None
        except (OSError, ValueError):
            return path.suffix.lower() in self.suffixes

    def read(self, path: Path, limits: Limits) -> Tables:
        """The sheet or sheets at *path*; raises `UnreadableSource` and nothing else."""
        notebook = Notebook()
        tally = Tally.starting_now(limits)
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError) as error:
            raise UnreadableSource("SRC002", {"file": path.name, "reason": str(error)}) from error
        if is_folder:
            return Tables(_read_folder(path, tally, notebook), notebook.notes())
        sheet = _read_file(path, path.stem, tally, notebook)
        return Tables((sheet,), notebook.notes())


def _is_table(file: Path) -> bool:
    return file.suffix.lower() in _IN_FOLDER and not file.name.startswith((".", "~$")) and file.is_file()


def _read_folder(folder: Path, tally: Tally, notebook: Notebook) -> tuple[Sheet, ...]:
    """The tables of *folder* by file name; a file that cannot be read is noted and the others go on."""
    try:
        files = sorted(folder.iterdir(), key=lambda file: file.name)
        tables = [file for file in files if _is_table(file)]
    except OSError as error:
        raise UnreadableSource("SRC002", {"file": folder.name, "reason": str(error)}) from error
    if not tables:
        raise UnreadableSource("SRC050", {"file": folder.name})
    tally.count("sheets", len(tables))
    sheets: list[Sheet] = []
    refusals: list[UnreadableSource] = []
    for file in files:
        if file not in tables:
            if not file.name.startswith((".", "~$")):
                notebook.add(Note("SRC048", {"file": file.name}))
            continue
        taken = {sheet.name for sheet in sheets}
        name = file.name if file.stem in taken else file.stem
        try:
            sheets.append(_read_file(file, name, tally, notebook, in_folder=True))
        except UnreadableSource as refusal:
            if refusal.code == "SRC009":
                raise
            refusals.append(refusal)
            notebook.add(Note(refusal.code, refusal.data, sheet=name))
    if not sheets:
        raise refusals[0]
    return tuple(sheets)


def _read_file(file: Path, name: str, tally: Tally, notebook: Notebook, *, in_folder: bool = False) -> Sheet:
    try:
        content = _read_bytes(file, tally)
        return read_sheet(content, name, tally, notebook, file=file.name if in_folder else None)
    except UnreadableSource as refusal:
        raise UnreadableSource(refusal.code, {"file": file.name, **refusal.data}) from refusal.__cause__


def _read_bytes(file: Path, tally: Tally) -> bytes:
    try:
        if not file.exists():
            raise UnreadableSource("SRC001")
        if not file.is_file():
            raise UnreadableSource("SRC002", {"reason": "not a file"})
        with file.open("rb") as stream:
            content = stream.read(tally.limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise UnreadableSource("SRC002", {"reason": str(error)}) from error
    tally.count("file_bytes", len(content))
    if not content:
        raise UnreadableSource("SRC003")
    return content
