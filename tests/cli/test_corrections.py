"""From a source with mistakes to one without: rejected rows saved, corrected and read again, and the annotated copy."""

import csv
import io
import json
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from labo_partenariats.cli.output import patience

MIXED = (
    "Type dépenses;Catégorie;Montant\n"
    "Animation;Personnel;12 603,00 €\n"
    "Salle;Prestations;douze\n"
    "Déplacements;Frais;300\n"
    "Repas;Frais;#REF!\n"
)


def expenses(labo, *arguments):
    """The labels and amounts that a reading keeps."""
    _, out, _ = labo("read", *arguments, "--format", "json")
    plan = json.loads(out)["programme"]["financing"]
    return sorted((each["label"], each["amount"]) for each in plan["expenses"])


def test_rejected_rows_are_saved_alone(labo, source):
    """What was not kept, and nothing else, lies in the file, with where each row stood and why it was rejected."""
    status, out, _ = labo("read", source(content=MIXED), "--rejected", "rejets.csv")
    assert status == 1
    assert "rejets.csv" in out
    rows = list(csv.reader(io.StringIO(Path("rejets.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [row for row in rows if "Salle" in row or "Repas" in row]
    assert not [row for row in rows if "Animation" in row or "Déplacements" in row]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_corrected_rows_take_their_place(labo, source, suffix):
    """Once corrected, the rows are read in their place: nothing of the rest is read twice or lost."""
    path = source(content=MIXED)
    rejected = Path(f"rejets{suffix}")
    assert labo("read", path, "--rejected", rejected)[0] == 1
    if suffix == ".csv":
        text = rejected.read_text("utf-8-sig").replace("douze", "12").replace("#REF!", "45,50")
        rejected.write_text(text, encoding="utf-8-sig")
    else:
        book = openpyxl.load_workbook(rejected)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            cell.value = {"douze": 12, "#REF!": 45.5}.get(cell.value, cell.value)
        book.save(rejected)
    kept = expenses(labo, path, "--corrected", rejected)
    assert kept == [
        ("Animation", "12603.00"),
        ("Déplacements", "300.00"),
        ("Repas", "45.50"),
        ("Salle", "12.00"),
    ]
    assert labo("check", path, "--corrected", rejected, "--select", "SRC")[0] == 0


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_nothing_rejected_replaces_what_was(labo, source, suffix):
    """When every row is kept, rows rejected earlier do not pass for those of today; correcting none is no mistake."""
    rejected = f"rejets{suffix}"
    labo("read", source("douze"), "--rejected", rejected)
    status, out, _ = labo("read", source(), "--rejected", rejected)
    assert status == 0
    assert f"{rejected} : 0." in out
    assert expenses(labo, source(), "--corrected", rejected) == [("Animation", "12603.00")]


def test_annotated_copy(labo, source):
    """The copy holds the finding on its cell; the status is that of `labo check`, the source is left as it was."""
    path = source("douze")
    before = path.read_bytes()
    status, out, _ = labo("annotate", path, "copie.xlsx")
    assert status == labo("check", path)[0] == 1
    assert "copie.xlsx" in out
    book = openpyxl.load_workbook("copie.xlsx")
    assert "SRC201" in book["depenses"]["C2"].comment.text
    assert path.read_bytes() == before


def test_the_copy_says_what_the_screen_says(labo, source):
    """Codes and sentences on the screen, in the JSON and in the copy are the same."""
    path = source(content=MIXED)
    _, screen, _ = labo("check", path)
    _, data, _ = labo("check", path, "--format", "json")
    labo("annotate", path, "copie.xlsx")
    sheet = openpyxl.load_workbook("copie.xlsx").worksheets[0]
    shown = sorted((row[3], row[4].split("\n")[0]) for row in sheet.iter_rows(min_row=6, values_only=True))
    assert shown == sorted((each["code"], each["message"].split("\n")[0]) for each in json.loads(data)["findings"])
    assert all(code in screen and message in screen for code, message in shown)


def test_annotated_copy_of_what_has_no_cells(labo):
    """A programme in a file of its own has no cells: the command says what to annotate instead."""
    labo("demo", ".")
    Path("vide.json").write_text('{"schema_version": 1}', encoding="utf-8")
    status, out, _ = labo("annotate", "vide.json", "copie.xlsx")
    assert "SRC064" in out
    assert status in (0, 1)


def test_annotated_copy_is_a_workbook(labo, source):
    """Another ending is refused before anything is written."""
    status, _, err = labo("annotate", source(), "copie.ods")
    assert status == 2
    assert ".xlsx" in err


def terminal(monkeypatch):
    """The standard error as a terminal that remembers what it was told."""
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_what_takes_long_is_told_and_wiped(monkeypatch):
    """A line tells the file and the seconds, and is gone when the work is done."""
    stream = terminal(monkeypatch)
    with patience("reading", Path("plan.xlsx"), "fr", after=0.01):
        deadline = time.monotonic() + 10
        while "plan.xlsx" not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.005)
    assert "plan.xlsx" in stream.getvalue()
    assert stream.getvalue().endswith("\r")
    assert stream.getvalue().rstrip("\r").rpartition("\r")[2].strip() == ""


def test_what_is_quick_is_not_told(monkeypatch):
    """Nothing is written for what is done in time."""
    stream = terminal(monkeypatch)
    with patience("reading", Path("plan.xlsx"), "fr", after=60):
        pass
    assert stream.getvalue() == ""


def test_nothing_is_told_to_a_file(monkeypatch):
    """A standard error that is no terminal, as in a script, stays empty."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with patience("reading", Path("plan.xlsx"), "fr", after=0.001):
        time.sleep(0.05)
    assert stream.getvalue() == ""
