"""The library in five verbs: what it reads, refuses, finds and writes."""

import datetime as dt
import json
import os
from pathlib import Path
from types import SimpleNamespace

import attrs
import openpyxl
import pytest

from labo_partenariats import Programme, api
from labo_partenariats.errors import Misuse, UnreadableSource, UnusableTarget
from labo_partenariats.findings import CellLocation, Finding, LineLocation, PathLocation, Severity, finding
from labo_partenariats.model import Actor
from labo_partenariats.plugin import Cell, Entry, ExportOptions, Note, Sheet, Tables, violated
from labo_partenariats.plugin.manager import PluginInfo, Plugins, installed
from labo_partenariats.rules.check import Check
from labo_partenariats.values.money import Money

GAIA = Path(__file__).parents[1] / "examples" / "gaia_2017"

EXPENSES = "Type dépenses;Montant\nAnimation;12 603,00 €\nDéplacements;à préciser\n"


@pytest.fixture(scope="module")
def gaia():
    """The example as its workbook is read."""
    return api.read(GAIA / "gaia_2017.xlsx")


def codes(findings):
    return [found.code for found in findings]


def workbook(path, *rows, title="Dépenses"):
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


# Reading


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("absent.xlsx", None, "SRC001"),
        ("absent/absent.csv", None, "SRC001"),
        ("x" * 300 + ".csv", None, "SRC002"),
        ("photo.png", b"\x89PNG\r\n", "SRC070"),
        ("sans_extension", b"a;b\n", "SRC070"),
        ("vide.csv", b"", "SRC003"),
        ("vide.xlsx", b"", "SRC003"),
        ("texte.xlsx", b"Type;Montant\n", "SRC007"),
        ("page.xlsx", b"<!DOCTYPE html><html><body><table></table></body></html>", "SRC006"),
        ("octets.toml", b"\xff\xfe\x00", "SRC080"),
        ("casse.json", b"{", "SRC080"),
        ("casse.toml", b"title = ", "SRC080"),
        ("profond.json", b"[" * 5000, "SRC080"),
        ("liste.json", b"[1, 2]", "SRC081"),
    ],
)
def test_a_source_that_cannot_be_opened(tmp_path, name, content, code):
    """A missing, foreign or broken file is refused with the code that says why, and its name."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableSource) as refused:
        api.read(path)
    assert refused.value.code == code
    assert path.name in str(refused.value.data["file"])


def test_a_folder_without_tables_cannot_be_read(tmp_path):
    """An empty folder is no source."""
    with pytest.raises(UnreadableSource) as refused:
        api.read(tmp_path)
    assert refused.value.code == "SRC070"


def test_mistakes_in_a_text_programme_are_findings(tmp_path):
    """What is wrong in a JSON or TOML programme is found, all of it at once, and the rest is kept."""
    path = tmp_path / "p.toml"
    path.write_text('schema_version = 1\ntitle = 5\nsummary = ["Un mot"]\nnothing = 1\n', encoding="utf-8")
    result = api.read(path)
    assert codes(result.findings) == ["MOD011", "MOD010"]
    assert result.programme == Programme(summary=("Un mot",))


def test_sources_say_what_they_are_when_the_suffix_is_unknown(tmp_path):
    """The refusal of an unknown format lists the formats that can be read."""
    path = tmp_path / "a.xyz"
    path.touch()
    with pytest.raises(UnreadableSource) as refused:
        api.read(path)
    assert {".csv", ".xlsx", ".json", ".toml"} <= set(refused.value.data["known"])


def test_a_role_that_does_not_exist_is_misuse(tmp_path):
    """A role is one of the tables."""
    with pytest.raises(Misuse):
        api.read(GAIA / "csv", role="depenses")


def test_places_in_a_workbook_are_cells(tmp_path):
    """What cannot be read in a workbook is found at its cell, with its file."""
    path = workbook(tmp_path / "d.xlsx", ["Type dépenses", "Montant"], ["Animation", "douze"])
    (found,) = [found for found in api.read(path).findings if found.code == "SRC201"]
    assert found.location == CellLocation("Dépenses", 2, 2, "d.xlsx")
    assert str(found.location) == "Dépenses!B2"
    assert found.value == "douze"


def test_places_in_a_text_file_are_lines_and_columns(tmp_path):
    """What cannot be read in a CSV file is found at its line, counting those that a quoted cell spans."""
    path = tmp_path / "depenses.csv"
    path.write_text('Type dépenses;Montant\n"Animation\nlocale";12 €\nDéplacements;à préciser\n', encoding="utf-8")
    (found,) = [found for found in api.read(path).findings if found.code == "SRC201"]
    assert found.location == LineLocation("depenses.csv", 4, 2, 3)
    assert str(found.location) == "depenses.csv:4:2"


def test_places_in_a_text_programme_are_paths(tmp_path):
    """What is wrong in a JSON programme is found at its path, with its file."""
    path = tmp_path / "p.json"
    path.write_text('{"schema_version": 1, "actors": [{"id": "a", "name": 3}]}', encoding="utf-8")
    (found,) = api.read(path).findings
    assert found.location == PathLocation("$.actors[0].name", "p.json")


@pytest.mark.parametrize("source", ["gaia_2017.xlsx", "gaia_2017.toml", "csv"])
def test_the_example_is_the_same_from_every_form(gaia, source):
    """Workbook, folder of CSV and TOML give one programme."""
    assert api.read(GAIA / source).programme == gaia.programme


def test_a_result_may_name_the_file_everywhere(gaia):
    """Every place of a result can be told with its file."""
    named = api.in_file(gaia)
    places = [*named.origins.places.values(), *(found.location for found in named.findings)]
    assert {place.file for place in places if place is not None} == {"gaia_2017.xlsx"}


# Third parties


EMPTY = Sheet("Dépenses", {1: (Cell(1, 1, "Type dépenses"), Cell(1, 2, "Montant"))})


@attrs.frozen
class OneSheet:
    """An importer of ``.one`` files that gives one sheet, whatever the file."""

    sheet: Sheet = EMPTY
    error: Exception | None = None
    deaf: bool = False
    headers: dict = attrs.field(factory=dict)
    notes: tuple[Note, ...] = ()
    entries: tuple[Entry, ...] = ()
    name: str = "one"
    suffixes: tuple[str, ...] = (".one",)

    def recognises(self, path):
        if self.deaf:
            raise RuntimeError
        return path.suffix == ".one"

    def read(self, path, limits):
        if self.error:
            raise self.error
        return Tables((self.sheet,), self.notes)


def plugins_of(*importers, exporters=(), checks=(), catalogue=None):
    """Plugins with these objects, from the distribution «labo-one»."""
    info = PluginInfo(
        name="net",
        distribution="labo-one",
        version="1",
        importers=tuple(item.name for item in importers),
        exporters=tuple(item.name for item in exporters),
        checks=tuple(item.code for item in checks),
    )
    return attrs.evolve(
        Plugins(infos=(info,), importers=importers, exporters=exporters, checks=checks),
        **({} if catalogue is None else {"catalogue": catalogue}),
    )


@pytest.fixture
def one(tmp_path):
    """A source for the importer above."""
    path = tmp_path / "a.one"
    path.touch()
    return path


def test_an_importer_that_cannot_even_be_asked_does_not_stop_the_others(one):
    """The next importer is asked when one breaks its promise never to raise."""
    plugins = plugins_of(OneSheet(deaf=True, name="deaf"), OneSheet())
    assert api.read(one, plugins=plugins).source == one


def test_an_importer_that_fails_is_named(one):
    """An unannounced failure in a plugin is told with its distribution."""
    with pytest.raises(UnreadableSource) as refused:
        api.read(one, plugins=plugins_of(OneSheet(error=ZeroDivisionError("no"))))
    assert refused.value.code == "PLG002"
    assert refused.value.data["distribution"] == "labo-one"


def test_a_refusal_without_its_file_gets_it(one):
    """An importer need not say which file it refuses."""
    with pytest.raises(UnreadableSource) as refused:
        api.read(one, plugins=plugins_of(OneSheet(error=UnreadableSource("SRC005"))))
    assert refused.value.data["file"] == "a.one"


def test_headers_of_a_network_are_recognised(one):
    """An importer may bring its network's own words for columns."""
    sheet = Sheet(
        "Dépenses", {1: (Cell(1, 1, "Quoi"), Cell(1, 2, "Combien")), 2: (Cell(2, 1, "Repas"), Cell(2, 2, "5 €"))}
    )
    importer = OneSheet(sheet=sheet, headers={"expenses": {"label": ["Quoi"], "amount": ["Combien"]}})
    (line,) = api.read(one, plugins=plugins_of(importer)).programme.financing.expenses
    assert (line.label, line.amount) == ("Repas", Money.euros(5))


def test_notes_of_an_importer_have_codes_of_their_own(one):
    """A note with a code of the plugin's becomes a finding with that code's severity."""
    texts = {"fr": {"title": "Titre", "message": "Message"}}
    entry = Entry(code="FAK101", name="fake", severity=Severity.ERROR, texts=texts)
    importer = OneSheet(notes=(Note("FAK101"),), entries=(entry,))
    plugins = plugins_of(importer, catalogue=installed().catalogue.with_entries([entry]))
    (found,) = [found for found in api.read(one, plugins=plugins).findings if found.code == "FAK101"]
    assert found.severity is Severity.ERROR


def raising(case):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    "examine", [raising, lambda _: ["no outcome"], lambda _: None], ids=["raises", "wrong", "none"]
)
def test_a_check_that_fails_does_not_stop_the_others(gaia, examine):
    """A plugin's check that fails is a finding with its distribution; the library's own checks say what they say."""
    report = api.check(gaia, plugins=plugins_of(checks=(Check("FAK101", examine),)))
    (told,) = [found for found in report.findings if found.code == "PLG002"]
    assert (told.data["distribution"], told.data["hook"]) == ("labo-one", "FAK101")
    alone = api.check(gaia, plugins=plugins_of())
    assert set(codes(alone.findings)) <= set(codes(report.findings))


def test_a_check_of_a_plugin_is_heard(gaia):
    """What a plugin's check finds is reported with its code and the user's own cell."""
    entry = Entry(code="FAK101", name="fake", severity=Severity.ERROR, texts={"fr": {"title": "T", "message": "M"}})
    check = Check("FAK101", lambda _: [violated("$.financing.expenses[0].amount")], entry)
    plugins = plugins_of(checks=(check,), catalogue=installed().catalogue.with_entries([entry]))
    (told,) = [found for found in api.check(gaia, plugins=plugins).findings if found.code == "FAK101"]
    assert told.severity is Severity.ERROR
    assert told.location.cell is not None


# Checking


def test_findings_of_the_reading_come_along(tmp_path):
    """A report holds what the reading found, once."""
    path = tmp_path / "depenses.csv"
    path.write_text(EXPENSES, encoding="utf-8")
    assert codes(api.check(api.read(path)).findings).count("SRC201") == 1


def test_findings_come_gravest_first(gaia):
    """Errors come before warnings before notes."""
    ranks = [found.severity.rank for found in api.check(gaia).findings]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


@pytest.mark.parametrize(("prefix"), ["FIN", "CAL1", "DOS101", "PEN"])
def test_codes_may_be_chosen_or_ignored(gaia, prefix):
    """Beginnings of codes choose or leave out; both together make the whole."""
    every = set(codes(api.check(gaia).findings))
    chosen = set(codes(api.check(gaia, select=[prefix]).findings))
    left = set(codes(api.check(gaia, ignore=[prefix]).findings))
    assert chosen == {code for code in every if code.startswith(prefix)}
    assert left == every - chosen


def test_a_code_that_does_not_exist_is_a_mistake(gaia):
    """A misspelt code would pass for nothing found: it is refused."""
    with pytest.raises(Misuse):
        api.check(gaia, select=["AAA"])
    with pytest.raises(Misuse):
        api.check(gaia, ignore=["FIN999"])


def test_one_beginning_of_codes_may_be_a_bare_text(gaia):
    """A text is one beginning, not its letters."""
    assert api.check(gaia, select="FIN").findings == api.check(gaia, select=["FIN"]).findings
    assert api.check(gaia, ignore="FIN").findings == api.check(gaia, ignore=["FIN"]).findings
    with pytest.raises(Misuse) as told:
        api.check(gaia, select="XYZ")
    assert (told.value.code, told.value.data) == ("MIS045", {"value": "XYZ"})


@pytest.mark.parametrize("subject", ["programme.toml", None, 3])
def test_only_what_was_read_can_be_checked(subject):
    """Anything else is the programmer's mistake, told at once."""
    with pytest.raises(Misuse) as told:
        api.check(subject)
    assert told.value.code == "MIS044"


def test_options_take_what_the_commands_take(tmp_path):
    """Paths as texts, one name as it is; a language that there is not is refused at once."""
    options = ExportOptions(previous=str(tmp_path), only={"territory": "Oisans", "kind": ["formation"]})
    assert (options.previous, options.only) == (tmp_path, {"territory": ("Oisans",), "kind": ("formation",)})
    with pytest.raises(Misuse):
        ExportOptions(language="de")


def test_an_explanation_names_the_cells_of_the_source():
    """Amounts of a workbook are explained by their cells, those of a programme by their paths."""
    folder = Path(__file__).parents[1] / "examples" / "gaia_2017"
    assert "(Dépenses!C4)" in api.check(api.read(folder / "gaia_2017.xlsx")).assessment.eafrd.explain()
    programme = api.read(folder / "gaia_2017.toml").programme
    assert "($.financing.expenses[0].amount)" in api.check(programme).assessment.eafrd.explain()


def test_two_plugins_may_check_the_same_code():
    """Each check runs once, and the one that fails is told with the name of its own plugin."""
    ran = []

    def one(name, fails):
        def examine(case):
            ran.append(name)
            if fails:
                raise RuntimeError(name)
            return ()

        return Check("FIN101", examine)

    infos = tuple(PluginInfo(name, f"labo-{name}", "1", checks=("FIN101",)) for name in ("a", "b"))
    plugins = Plugins(infos=infos, checks=(one("a", fails=False), one("b", fails=True)))
    report = api.check(Programme(), plugins=plugins)
    assert ran == ["a", "b"]
    assert [found.data["distribution"] for found in report.findings if found.code == "PLG002"] == ["labo-b"]


def test_a_file_that_says_nothing_is_told(tmp_path):
    """An empty text programme is nothing read, as an empty workbook is."""
    path = tmp_path / "p.toml"
    path.write_text("", encoding="utf-8")
    assert codes(api.read(path).findings) == ["SRC114", "MOD014"]


def test_strict_makes_errors_of_warnings(gaia):
    """With *strict*, what is to be settled blocks; notes stay notes."""
    lax, strict = api.check(gaia).findings, api.check(gaia, strict=True).findings
    assert sorted(codes(lax)) == sorted(codes(strict))
    assert {found.severity for found in strict} == {Severity.ERROR, Severity.NOTE}
    assert sum(found.severity is Severity.NOTE for found in lax) == sum(
        found.severity is Severity.NOTE for found in strict
    )


def test_the_day_of_the_law_may_be_given(gaia):
    """The day asked for is the one used, and the report says that it was asked for."""
    given = api.check(gaia, on=dt.date(2017, 3, 1)).assessment.case.on
    assert (given.day, given.reason) == (dt.date(2017, 3, 1), "given")
    found = api.check(gaia).assessment.case.on
    assert (found.day, found.reason) == (dt.date(2017, 10, 12), "document")


def test_a_bare_programme_can_be_checked():
    """A programme made in Python needs no source: its places are paths; an empty one is no error."""
    assert all(found.severity is not Severity.ERROR for found in api.check(Programme()).findings)


# Writing


@attrs.frozen
class FakeExporter:
    """Writes what it is given, then fails or tells as asked."""

    content: bytes = b"new"
    error: BaseException | None = None
    told: tuple[Finding, ...] = ()
    name: str = "fake"
    suffixes: tuple[str, ...] = (".fake",)

    def export(self, work, options, out):
        out.write(self.content)
        if self.error:
            raise self.error
        return self.told


def names(folder):
    """What stands in a folder."""
    return [path.name for path in folder.iterdir()]


def write(target, options=None, **exporter):
    plugins = plugins_of(exporters=(FakeExporter(**exporter),))
    return api.export(Programme(), target, plugins=plugins, options=options)


def test_an_export_replaces_the_former_file(tmp_path):
    """A file written whole takes the place of the former one, and nothing else is left."""
    target = tmp_path / "a.fake"
    target.write_bytes(b"a much longer old content")
    write(target)
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a.fake"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (ZeroDivisionError("no"), UnusableTarget),
        (OSError(28, "No space left on device"), UnusableTarget),
        (UnusableTarget("SRC071", {}), UnusableTarget),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_failed_export_leaves_the_former_file(tmp_path, error, raised):
    """Whatever stops an exporter half way, the former file is as it was and nothing is left over."""
    target = tmp_path / "a.fake"
    target.write_bytes(b"old")
    with pytest.raises(raised):
        write(target, error=error)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.fake"]


def test_a_failed_first_export_leaves_nothing(tmp_path):
    """No half file appears where there was none."""
    with pytest.raises(UnusableTarget) as failed:
        write(tmp_path / "a.fake", error=ZeroDivisionError())
    assert failed.value.data["distribution"] == "labo-one"
    assert names(tmp_path) == []


def test_an_exporter_that_tells_an_error_refuses(tmp_path):
    """What it says comes back, the former file stays, and no file appears where there was none."""
    target, told = tmp_path / "a.fake", finding("DOS105", {"name": "a", "plugin": "b"})
    wrong = attrs.evolve(told, severity=Severity.ERROR)
    assert write(target, told=(wrong,)) == (wrong,)
    assert names(tmp_path) == []
    target.write_bytes(b"old")
    assert write(target, told=(told, wrong)) == (told, wrong)
    assert (target.read_bytes(), names(tmp_path)) == (b"old", ["a.fake"])
    write(target, told=(attrs.evolve(told, severity=Severity.WARNING),))
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"extra": {"colour": "red"}}, "SRC075"), ({"only": {"colour": ("red",)}}, "SRC076")],
)
def test_what_an_exporter_does_not_name_is_refused_before_it_runs(tmp_path, asked, code):
    """An option or a criterion that would be left aside without a word."""
    plugins = plugins_of(exporters=(FakeExporter(error=AssertionError()),))
    with pytest.raises(UnusableTarget) as refused:
        api.export(Programme(), tmp_path / "a.fake", plugins=plugins, options=api.ExportOptions(**asked))
    assert (refused.value.code, refused.value.data["name"]) == (code, "colour")
    assert names(tmp_path) == []


@pytest.mark.parametrize("option", ["previous", "template", "mapping"])
def test_a_named_file_that_is_none_is_refused_and_a_pipe_not_waited_for(tmp_path, option):
    """Absent, a folder, a pipe, a device: one code each, and nothing is written."""
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for path, code in (
        (tmp_path / "none", "SRC001"), (folder, "SRC002"), (pipe, "SRC002"), (Path(os.devnull), "SRC002"),
    ):  # fmt: skip
        with pytest.raises(UnreadableSource) as refused:
            write(tmp_path / "a.fake", options=api.ExportOptions(**{option: path}))
        assert refused.value.code == code
    assert sorted(names(tmp_path)) == ["folder", "pipe"]


def test_an_exported_file_obeys_the_mask_of_the_user(tmp_path):
    """The file has the rights of any file that the user makes, not those of a temporary one."""
    (tmp_path / "usual").touch()
    write(tmp_path / "a.fake")
    assert (tmp_path / "a.fake").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("missing/a.fake", "no_folder"),
        ("", "is_folder"),
        ("x" * 300 + ".fake", "name_too_long"),
        ("file/a.fake", "no_folder"),
    ],
)
def test_a_place_that_cannot_be_written(tmp_path, target, reason):
    """A missing folder, a folder or an impossible name is refused with its reason."""
    (tmp_path / "file").touch()
    with pytest.raises(UnusableTarget) as refused:
        write(tmp_path / target)
    assert refused.value.code == "SRC071"
    assert refused.value.data["reason"].name == reason


@pytest.mark.parametrize(("target", "to"), [("a.xyz", None), ("a", None), ("a.json", "nothing")])
def test_an_unknown_format_lists_the_known(tmp_path, target, to):
    """Neither the suffix nor the name of an exporter: the refusal lists those installed."""
    with pytest.raises(UnusableTarget) as refused:
        api.export(Programme(), tmp_path / target, to=to)
    assert refused.value.code == "SRC072"
    assert {"json", "toml"} <= set(refused.value.data["known"])


def test_an_exporter_may_be_named(tmp_path):
    """The name wins over the suffix."""
    api.export(Programme(title="Essai"), tmp_path / "a.txt", to="json")
    assert json.loads((tmp_path / "a.txt").read_text(encoding="utf-8"))["title"] == "Essai"


@pytest.mark.parametrize("through", ["the file", "a link", "a hard link", "another spelling"])
def test_the_source_is_never_overwritten(tmp_path, through):
    """The file that was read is not written, by whatever name it is called; nor through a report made of it."""
    (tmp_path / "sub").mkdir()
    source = tmp_path / "programme.json"
    api.export(Programme(title="Essai"), source)
    before = source.read_bytes()
    target = {
        "the file": source,
        "a link": tmp_path / "link.json",
        "a hard link": tmp_path / "hard.json",
        "another spelling": tmp_path / "sub" / ".." / "programme.json",
    }[through]
    if through == "a link":
        target.symlink_to(source)
    if through == "a hard link":
        target.hardlink_to(source)
    result = api.read(source)
    for subject in (result, api.check(result)):
        with pytest.raises(UnusableTarget) as refused:
            api.export(subject, target)
        assert refused.value.code == "SRC073"
    assert source.read_bytes() == before


def test_the_tables_of_a_folder_are_never_overwritten(tmp_path):
    """A table that was read as a part of a folder is not written; a new file beside it is."""
    table = tmp_path / "depenses.csv"
    table.write_text(EXPENSES, encoding="utf-8")
    result = api.read(tmp_path)
    with pytest.raises(UnusableTarget) as refused:
        api.export(result, table, to="json")
    assert refused.value.code == "SRC073"
    assert table.read_text(encoding="utf-8") == EXPENSES
    for _ in range(2):
        api.export(result, tmp_path / "programme.json")


@pytest.mark.parametrize("format_", ["json", "toml"])
def test_what_is_exported_reads_back(gaia, tmp_path, format_):
    """The library's own formats keep everything but personal data, and the same programme gives the same bytes."""
    target = tmp_path / f"a.{format_}"
    api.export(gaia, target)
    first = target.read_bytes()
    api.export(gaia, target)
    assert target.read_bytes() == first
    assert api.read(target).programme == gaia.programme


def test_personal_data_stay_out_unless_asked(tmp_path):
    """E-mail addresses and telephone numbers are written only when they are asked for."""
    actor = Actor(id="a", name="A", email="a@exemple.fr", phone="0476000000", postcode="38350")
    target = tmp_path / "a.json"
    api.export(Programme(actors=(actor,)), target)
    assert api.read(target).programme.actors == (attrs.evolve(actor, email=None, phone=None),)
    api.export(Programme(actors=(actor,)), target, options=api.ExportOptions(personal_data=True))
    assert api.read(target).programme.actors == (actor,)


def test_findings_of_an_exporter_are_at_the_users_place(gaia, tmp_path):
    """What could not be said in a format is told at the cells of the source."""
    told = finding("FIN101", {}, location=PathLocation("$.financing.expenses[0].amount"))
    plugins = plugins_of(exporters=(FakeExporter(told=(told,)),))
    (found,) = api.export(gaia, tmp_path / "a.fake", plugins=plugins)
    assert found.location.cell == gaia.origins.locate("$.financing.expenses[0].amount").cell


def test_folders_are_made_or_refused(tmp_path):
    """A folder is made with its parents, twice without harm, and not where a file stands."""
    api.make_folder(tmp_path / "a" / "b")
    api.make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").touch()
    with pytest.raises(UnusableTarget):
        api.make_folder(tmp_path / "file")


def test_the_public_verbs():
    """The verbs are on the top of the package, and a name that is not there is an error of attribute."""
    import labo_partenariats as labo

    assert (labo.read, labo.check, labo.export) == (api.read, api.check, api.export)
    assert all(hasattr(labo, name) for name in labo.__all__)
    assert set(dir(labo)) >= set(labo.__all__)
    assert not hasattr(labo, "nothing")


def test_every_third_party_is_asked_by_suffix_first(one, tmp_path):
    """An importer that claims the suffix is asked before one that comes first by name."""
    asked = []

    def importer(name, suffixes):
        def recognises(_path):
            asked.append(name)
            return True

        return SimpleNamespace(name=name, suffixes=suffixes, recognises=recognises, read=lambda *_: Tables(()))

    api.read(one, plugins=Plugins(importers=(importer("a", ()), importer("b", (".one",)))))
    assert asked == ["b"]


def test_a_lost_line_makes_its_sums_unknown(tmp_path):
    """An amount that cannot be read is no zero: what rests on its table cannot be told, the rest can."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "depenses.csv").write_text("Type dépenses;Catégorie;Montant\nAnimation;Frais de personnel;douze\n")
    (folder / "ressources.csv").write_text("Financeur;Nature;Montant\nRégion;Public national;5 000,00\n")

    result = api.read(folder)
    report = api.check(result)

    assert result.unread == {"expenses"}
    assert report.assessment.amounts["total_expenses"] is None
    assert report.assessment.amounts["total_resources"] == Money.euros("5000")
    told = [found for found in report.findings if found.code == "FIN101"]
    assert [found.verdict.value for found in told] == ["unknown"]
