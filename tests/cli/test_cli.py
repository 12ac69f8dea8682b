"""The command line: help in two languages, statuses, JSON that scripts rely on, one clear message for each mistake."""

import csv
import gettext
import importlib
import io
import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import click
import openpyxl
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from labo_partenariats.cli import app, options
from labo_partenariats.cli.app import COMMANDS, chosen_language, message_of, run
from labo_partenariats.cli.encoding import closest
from labo_partenariats.errors import UnreadableSource
from labo_partenariats.i18n import text
from labo_partenariats.plugin import manager
from labo_partenariats.rules.assessment import PUBLIC_AMOUNTS
from labo_partenariats.tabular.schema import SCHEMAS

GAIA = Path(__file__).parents[2] / "examples" / "gaia_2017"
WORKBOOK, TOML = GAIA / "gaia_2017.xlsx", GAIA / "gaia_2017.toml"
LOCALE = resources.files("labo_partenariats.cli") / "locale" / "fr" / "LC_MESSAGES"

PLAN = ["--eligible", "24682", "--aid-rate", "0.80", "--eafrd-rate", "0.80", "--counterpart", "5000"]


# Help

#: What the command-line library says in English, and French does not.
ENGLISH = re.compile(
    r"\b(usage|show|exit|message|help|default|required|path|error|missing|invalid|value|choose|commands?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_french(labo, command, flag):
    """The help of each command is French throughout, headings with their space before the colon."""
    status, out, _ = labo(*([command] if command else []), flag)
    words = re.sub(r"--?[a-z-]+|\b[a-z_]+(, [a-z_]+)+|\[[a-z|_]+\]|SOURCE|LABO_LANG", " ", out)
    assert status == 0
    assert out.startswith("Utilisation : labo")
    assert "Options :\n" in out
    assert [found[0] for found in ENGLISH.finditer(words)] == []


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_english(labo, command):
    """With ``--lang en`` the help of each command is English."""
    status, out, _ = labo(*([command] if command else []), "--lang", "en", "--help")
    assert status == 0
    assert out.startswith("Usage: labo")
    assert "Options:\n" in out
    assert not re.search(r"Affiche|Écri[tr]|« | :\n|fichier|AAAA", out)


def test_every_command_is_listed(labo):
    """The help lists every command that there is, in order, each with a line."""
    _, out, _ = labo("--help")
    listed = re.findall(r"^  ([a-z]+)  +\S", out.partition("Commandes :\n")[2], re.MULTILINE)
    assert tuple(listed) == COMMANDS
    modules = {path.stem for path in Path(app.__file__).with_name("commands").glob("*.py")} - {"__init__"}
    assert modules == set(COMMANDS)


def test_no_command_at_all(capsys):
    """Without a command, the help is shown."""
    run([])
    assert "Commandes :\n" in "".join(capsys.readouterr())


def test_version(labo):
    """The version is one line."""
    status, out, _ = labo("--version")
    assert status == 0
    assert re.fullmatch(r"labo \d+\.\d+\.\d+\S*\n", out)


def test_the_compiled_french_is_that_of_its_source():
    """The compiled catalogue says what the readable one says: nobody forgot to compile it."""
    with (LOCALE / "labo_click.po").open("rb") as po, (LOCALE / "labo_click.mo").open("rb") as mo:
        readable, compiled = read_po(po), read_mo(mo)
    assert said(readable) == said(compiled)


def said(catalogue):
    """What a catalogue says, by the English sentence."""
    return {tuple(forms(message.id)): tuple(forms(message.string)) for message in catalogue if message.id}


def forms(text):
    """The singular and plural of a sentence."""
    return [text] if isinstance(text, str) else list(text)


def test_every_french_sentence_is_filled_like_its_english():
    """A translation has the placeholders of the original, no more."""
    with (LOCALE / "labo_click.po").open("rb") as po:
        messages = [message for message in read_po(po) if message.id]
    for message in messages:
        originals, translations = forms(message.id), forms(message.string)
        known = {name for original in originals for name in re.findall(r"{(\w+)", original)}
        assert all(translations), originals
        assert {name for text in translations for name in re.findall(r"{(\w+)", text)} <= known, originals


def test_the_roles_are_those_of_the_tables():
    """``--role`` takes any table that a person may send alone."""
    assert set(options.ROLES) == {role for role, schema in SCHEMAS.items() if not schema.supplementary}


# Language


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        ([], None, "fr"),
        (["--lang", "en", "check"], None, "en"),
        (["check", "x", "--lang", "en"], None, "en"),
        (["check", "x", "--lang=en"], None, "en"),
        (["check"], "en", "en"),
        (["--lang", "fr", "check"], "en", "fr"),
        (["--lang", "en", "check", "--lang", "fr"], None, "fr"),
        (["check"], "de", "fr"),
        (["--lang"], None, "fr"),
    ],
)
def test_the_language_is_chosen(monkeypatch, arguments, variable, language):
    """``--lang`` anywhere, else the variable, else French."""
    if variable:
        monkeypatch.setenv("LABO_LANG", variable)
    assert chosen_language(arguments) == language


@pytest.mark.parametrize("arguments", [["--lang", "en", "check"], ["check", "--lang", "en"]])
def test_the_language_may_come_before_and_after_the_command(labo, source, arguments):
    """Both places of ``--lang`` are accepted and obeyed."""
    command, *_ = [word for word in arguments if word == "check"]
    status, out, _ = labo(
        *arguments[: arguments.index(command)], command, source(), *arguments[arguments.index(command) + 1 :]
    )
    assert status == 0
    assert text("cli.check.no_regime", "en") in out
    assert text("cli.check.no_regime", "fr") not in out


def test_an_unknown_language_is_refused(labo):
    """A language that does not exist is said so, in French."""
    status, _, err = labo("--lang", "de", "codes")
    assert status == 2
    assert "'de' n'est pas parmi 'fr', 'en'." in err


# Mistakes on the command line


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "La commande 'chek' n'existe pas."),
        (["check"], "Il manque l'argument 'SOURCE'."),
        (["check", "a", "b"], "Argument en trop : b"),
        (["check", "a", "--frmat", "json"], "L'option '--frmat' n'existe pas. Vouliez-vous dire '--format' ?"),
        (["check", "a", "--format"], "L'option '--format' attend une valeur."),
        (["check", "a", "--format", "xml"], "'xml' n'est pas parmi 'text', 'json'."),
        (["check", "a", "--strict=1"], "L'option '--strict' ne prend pas de valeur."),
        (["check", "a", "--on", "27/04/2018"], "« 27/04/2018 » n'est pas un jour"),
        (["check", "a", "--on", "2018-02-30"], "« 2018-02-30 » n'est pas un jour"),
        (["build", "a"], "Il manque l'option '-o'"),
        (["read", "a", "--role", "mood"], "'mood' n'est pas parmi"),
        (["explain", "a", "mood"], "'mood' n'est pas parmi"),
        (["export", "a"], "Il manque l'argument 'OUT'."),
        (["codes", "ZZZ999"], "ZZZ999"),
        (["simulate"], "Il manque"),
        (["simulate", "--batch", "a.csv"], "Il manque -o"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_told_in_french(labo, arguments, sentence):
    """A wrong command line ends with status 2 and one French sentence that says what is wrong."""
    status, out, err = labo(*arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert not re.search(r"\b(Usage|Error|Try|No such|Missing|Invalid)\b", err)


# Exit codes

STATUSES = {
    "read, nothing wrong": (["read", "good.csv"], 0),
    "read, an error": (["read", "bad.csv"], 1),
    "read, no file": (["read", "none.csv"], 2),
    "check, nothing wrong": (["check", "good.csv"], 0),
    "check, an error": (["check", "bad.csv"], 1),
    "check, the error ignored": (["check", "bad.csv", "--ignore", "SRC"], 0),
    "check, others chosen": (["check", "bad.csv", "--select", "CAL"], 0),
    "check, only a warning": (["check", "warning.csv"], 0),
    "check, strict": (["check", "warning.csv", "--strict"], 1),
    "check, no file": (["check", "none.csv"], 2),
    "read, only a warning": (["read", "warning.csv"], 0),
    "read, strict": (["read", "warning.csv", "--strict"], 1),
    "check, no name": (["check", ""], 2),
    "check, no such code": (["check", "good.csv", "--select", "NOPE"], 2),
    "check, not readable": (["check", "photo.png"], 2),
    "check, a folder without tables": (["check", "empty"], 2),
    "build, nothing wrong": (["build", "good.csv", "-o", "out"], 0),
    "build, an error": (["build", "bad.csv", "-o", "out"], 1),
    "build, no file": (["build", "none.csv", "-o", "out"], 2),
    "build, into a file": (["build", "good.csv", "-o", "good.csv"], 2),
    "explain": (["explain", "good.csv"], 0),
    "explain, bad source": (["explain", "bad.csv", "eligible"], 1),
    "explain, no file": (["explain", "none.csv"], 2),
    "export": (["export", "good.csv", "a.json"], 0),
    "export, an error": (["export", "bad.csv", "a.json"], 1),
    "export, over the source": (["export", "programme.json", "programme.json"], 2),
    "export, no format": (["export", "good.csv", "a.xyz"], 2),
    "export, no such name": (["export", "good.csv", "a.json", "--to", "xyz"], 2),
    "export, no folder": (["export", "good.csv", "none/a.json"], 2),
    "export, wrong part": (["export", "good.csv", "a.json", "--only", "Oisans"], 2),
    "export, no such part": (["export", "good.csv", "a.json", "--only", "colour=red"], 2),
    "export, no such option": (["export", "good.csv", "a.json", "--option", "colour=red"], 2),
    "export, no former file": (["export", "good.csv", "a.json", "--previous", "none.json"], 2),
    "export, after a folder": (["export", "good.csv", "a.json", "--previous", "empty"], 2),
    "diff, the same": (["diff", "good.csv", "good.csv"], 0),
    "diff, another": (["diff", "good.csv", "bad.csv"], 1),
    "diff, not there": (["diff", "good.csv", "none.csv"], 2),
    "network": (["network", "good.csv"], 0),
    "network, faulty": (["network", "good.csv", "B=bad.csv"], 1),
    "network, not there": (["network", "none.csv"], 2),
    "simulate": (["simulate", *PLAN], 0),
    "simulate, refused": (["simulate", *PLAN[:-1], "20000"], 1),
    "simulate, unreadable": (["simulate", *PLAN[:-1], "mille"], 1),
    "simulate, no batch": (["simulate", "--batch", "none.csv", "-o", "a.csv"], 2),
    "simulate, not a batch": (["simulate", "--batch", "good.csv", "-o", "a.csv"], 2),
    "plugins": (["plugins"], 0),
    "codes": (["codes"], 0),
    "schema": (["schema"], 0),
    "one code": (["codes", "fin101"], 0),
    "no such code": (["codes", "XYZ"], 2),
}


@pytest.mark.parametrize(("arguments", "expected"), STATUSES.values(), ids=STATUSES)
def test_exit_status(labo, source, tmp_path, arguments, expected):
    """0 without an error, 1 with one, 2 when the source or the command is of no use."""
    source(name="good.csv")
    source("douze", "bad.csv")
    source("12.603", "warning.csv")
    source(content='{"schema_version": 1}', name="programme.json")
    source(content="", name="photo.png")
    (tmp_path / "empty").mkdir()
    status, _, _ = labo(*arguments)
    assert status == expected


def test_every_command_has_its_statuses():
    """No command is without a case above, but for those that need other plugins."""
    tried = {arguments[0] for arguments, _ in STATUSES.values()}
    assert set(COMMANDS) - tried <= {"demo", "template", "serve", "annotate", "diff", "solve"}


def test_the_demonstration_ends_well(labo, tmp_path):
    """The demonstration shows the example's own errors and ends with 0; twice too."""
    for _ in range(2):
        status, out, _ = labo("demo")
        assert status == 0
        assert "14" in out
        assert {"programme.json", "findings.json"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_a_build_never_writes_over_its_source(labo, source):
    """A source that stands where a file of the build would be written is spared, and nothing else is written."""
    path = source(content='{"schema_version": 1, "title": "Essai"}', name="programme.json")
    status, _, err = labo("build", path, "-o", path.parent)
    assert status == 2
    assert "programme.json" in err
    assert [each.name for each in path.parent.iterdir()] == ["programme.json"]


# JSON

FINDING = {"code", "severity", "message", "remedy", "location", "value"}
RECORDS = {
    "actors": {"name", "kind", "roles", "siret", "email", "phone", "postcode", "source"},
    "actions": {"title", "objectives", "periods", "period_text", "territories", "source"},
    "projects": {"title", "stage", "source"},
    "expenses": {"label", "category", "amount", "source"},
    "resources": {"label", "kind", "amount", "status", "source"},
}


def test_read_json_has_its_keys(labo):
    """``read`` gives records by role, the programme and the findings, with the promised keys and forms."""
    _, out, _ = labo("read", WORKBOOK, "--format", "json")
    data = json.loads(out)
    assert {"records", "programme", "findings"} <= set(data)
    for role, keys in RECORDS.items():
        assert data["records"][role], role
        assert all(keys <= set(record) for record in data["records"][role])
    amounts = [line["amount"] for role in ("expenses", "resources") for line in data["records"][role]]
    assert "14745.60" in amounts
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in amounts)
    place = data["records"]["expenses"][0]["source"]
    assert (place["file"], place["sheet"]) == ("gaia_2017.xlsx", "Dépenses")
    assert isinstance(place["row"], int)
    periods = [period for action in data["records"]["actions"] for period in action["periods"]]
    assert all({"start", "end", "precision", "label"} <= set(period) for period in periods)
    assert {"start": "2017-09-01", "end": "2017-12-31", "precision": "month", "label": None} in periods


def test_finding_json_has_its_keys(labo, source):
    """A finding has its code, severity, texts, place and value."""
    _, out, _ = labo("read", source("douze"), "--format", "json")
    (found,) = [found for found in json.loads(out)["findings"] if found["code"] == "SRC201"]
    assert set(found) >= FINDING
    assert (found["severity"], found["value"]) == ("error", "douze")
    assert (found["location"]["file"], found["location"]["line"], found["location"]["column"]) == ("depenses.csv", 2, 3)


def test_finding_json_has_cells(labo, tmp_path):
    """In a workbook, the place is a cell."""
    book = openpyxl.Workbook()
    book.active.title = "Dépenses"
    for row in (["Type dépenses", "Montant"], ["Animation", "12 k"], ["Repas", "douze"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    _, out, _ = labo("check", "a.xlsx", "--format", "json")
    (found,) = [found for found in json.loads(out)["findings"] if found["code"] == "SRC201"]
    assert found["location"] == {"file": "a.xlsx", "sheet": "Dépenses", "cell": "B3", "row": 3, "column": 2}


def test_check_json_has_its_keys(labo):
    """``check`` gives findings, the day of the law and the assessment; ``build`` writes the same."""
    status, out, _ = labo("check", WORKBOOK, "--format", "json")
    data = json.loads(out)
    assert (status, set(data), data["on"]) == (1, {"findings", "on", "assessment"}, "2017-10-12")
    assert data["assessment"]["amounts"]["eafrd"] == "14745.60"
    assert all(set(found) >= FINDING for found in data["findings"])
    assert all(isinstance(found["related"], list) for found in data["findings"])


def test_json_is_utf_8_whatever_the_terminal(labo):
    """Accents are written as they are."""
    _, out, _ = labo("read", WORKBOOK, "--format", "json")
    assert "Dépenses" in out


def test_explain_json_is_a_tree(labo):
    """An explanation is a tree with its value, its operands and the article that applies."""
    _, out, _ = labo("explain", WORKBOOK, "eafrd", "--format", "json")
    data = json.loads(out)
    assert data["explanation"]["value"] == "14745.60"
    assert data["explanation"]["operands"]


@pytest.mark.parametrize("amount", PUBLIC_AMOUNTS)
def test_every_amount_is_explained(labo, amount):
    """Each amount that the help names has an explanation in words."""
    status, out, _ = labo("explain", WORKBOOK, amount)
    assert status == 0
    assert out.strip()


COLUMNS = ["id", "public_aid_cap", "eafrd", "calling_counterpart", "top_up", "self_financing", "binding", "status"]
COLUMNS += ["reasons"]


def test_simulate_json_has_its_keys(labo):
    """``simulate`` gives the columns of a batch, amounts to the cent."""
    _, out, _ = labo("simulate", *PLAN, "--format", "json")
    data = json.loads(out)
    assert set(COLUMNS) <= set(data)
    assert (data["eafrd"], data["status"], data["reasons"]) == ("14745.60", "ok", [])


def test_simulate_a_batch(labo, source):
    """A batch keeps its rows, in order, whatever one of them holds."""
    head = "id,eligible,aid_rate,eafrd_rate,counterpart"
    batch = source(
        content=f"{head}\na,24682,0.80,0.80,5000\nb,mille,0.80,0.80,5000\nc,24682,0.80,0.80,99999\n", name="in.csv"
    )
    status, _, _ = labo("simulate", "--batch", batch, "-o", "out.csv")
    rows = list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"))))
    assert status == 1
    assert [(row["id"], row["status"]) for row in rows] == [("a", "ok"), ("b", "invalid"), ("c", "refused")]
    assert list(rows[0]) == COLUMNS


def test_plugins_json(labo):
    """The plugins, each with its distribution and what it brings."""
    _, out, _ = labo("plugins", "--format", "json")
    names = {plugin["name"]: plugin for plugin in json.loads(out)["plugins"]}
    assert names["csv"]["distribution"] == "labo-csv"
    assert names["csv"]["importers"] == ["csv"]


# Hostile input

WORDS = [
    *COMMANDS,
    "--help",
    "--format",
    "json",
    "--lang",
    "en",
    "--on",
    "2018-01-01",
    "--strict",
    "--select",
    "FIN",
    "-o",
    "--to",
]
ARGUMENTS = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text(max_size=8).filter(lambda word: "\0" not in word)), max_size=6
)


@given(ARGUMENTS.filter(lambda words: "demo" not in words and "serve" not in words))
@example(["check", "x" * 5000])
@example(["check", "\udcff"])
@example(["export", ".", "x" * 5000])
@example(["codes", "\x1b[31m"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_command_line_ends_badly(labo, arguments):
    """Any words at all end with a status and, at worst, a message."""
    run(arguments) if "--help" in arguments else labo(*arguments)


CONTENTS = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from(["Type dépenses", "Montant", ";", "\n", '"', "12 €", "Total", "{", "[", "title = ", "\t", ","]),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode()),
)


@given(
    CONTENTS,
    st.sampled_from([".csv", ".xlsx", ".json", ".toml", ".txt", ""]),
    st.sampled_from(["read", "check", "explain"]),
)
@example(b"[" * 100_000, ".json", "check")
@example(b"a = " + b"[" * 100_000, ".toml", "check")
@example(b'{"schema_version": ' + b"9" * 5000 + b"}", ".json", "check")
@example(b'{"schema_version": 1e999}', ".json", "check")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_ends_badly(labo, tmp_path, content, suffix, command):
    """Any bytes under any name end with a status and, at worst, a message that is not a defect of ours."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    _, _, err = labo(command, path)
    assert "imprévue" not in err


def test_a_defect_is_told_and_not_shown(labo, monkeypatch):
    """An unforeseen exception is one message with status 2; a developer may ask to see it."""
    monkeypatch.setattr(manager, "installed", lambda: 1 / 0)
    status, out, err = labo("codes")
    assert (status, out) == (2, "")
    assert "Erreur imprévue : ZeroDivisionError" in err
    assert "LABO_DEBUG" in err
    monkeypatch.setenv("LABO_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(["codes"])


def test_an_interruption_is_told(monkeypatch, capsys):
    """Control-C ends with the status that shells expect."""

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(manager, "installed", interrupted)
    assert run(["codes"]) == 130
    assert "Interrompu." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnreadableSource("SRC001", {"file": "a.csv"}), "Le fichier a.csv n'existe pas."),
        (UnreadableSource("SRC001", {}), "SRC001"),
        (UnreadableSource("SRC009", {}), "SRC009"),
        (UnreadableSource("NET999", {"file": "a.net"}), "NET999: file=a.net"),
    ],
)
def test_the_message_of_an_exception(error, words):
    """An exception of the library is told in words; one of a plugin, or without its facts, by its code."""
    assert words in message_of(error, "fr")


# Terminals and pipes

LABO = [sys.executable, "-c", "from labo_partenariats.cli import main; main()"]


def labo_process(*arguments, encoding="utf-8", **options_):
    """Run the command in a process of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run([*LABO, *map(str, arguments)], capture_output=True, check=False, env=environment, **options_)


def test_a_terminal_that_knows_no_narrow_space():
    """On a Windows terminal, amounts and arrows are written with the closest characters."""
    done = labo_process("check", WORKBOOK, encoding="cp1252")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "14 745,60\u00a0€" in done.stdout.decode("cp1252")
    assert "->" in done.stdout.decode("cp1252")


def test_the_reader_of_the_output_may_go_away():
    """When a pipe is closed early, as `head` does, the command ends without a word."""
    with subprocess.Popen([*LABO, "codes"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (0, b"")


@pytest.mark.parametrize(
    ("given", "plain"),
    [("14\u202f745,60 €", "14 745,60 EUR"), ("→ «é»", '-> "e"'), ("œuvre", "oeuvre"), ("\udcff", "?"), ("日本", "??")],
)
def test_the_closest_spelling(given, plain):
    """What an encoding lacks is spelled as closely as it can be."""
    made = ""
    for char in given:
        if char.isascii():
            made += char
        else:
            made += closest(UnicodeEncodeError("ascii", char, 0, 1, ""))[0]
    assert made == plain


def test_a_file_does_not_command_the_terminal(labo, source):
    """Control codes and marks of direction in a user's cells are shown as such, never obeyed."""
    hostile = "\x1b]0;titre\x07\x1b[2J\x9b31m\u202e"
    path = source(content=f"Type dépenses;{hostile};Montant\n{hostile};Personnel;{hostile}\n")
    for command in ("read", "check", "explain"):
        _, out, err = labo(command, path)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)


def test_other_failures_of_encoding_are_raised():
    """The handler is for writing only."""
    with pytest.raises(UnicodeDecodeError):
        closest(UnicodeDecodeError("ascii", b"\xff", 0, 1, ""))


def test_click_speaks_with_our_catalogue():
    """French is bound to our own catalogue, which the library reads through gettext."""
    app.speak("fr")
    assert gettext.gettext("Missing command.") == "Il manque la commande."
    app.speak("en")
    assert gettext.gettext("Missing command.") == "Missing command."


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_a_module_with_its_texts(command):
    """Each command is made by its module, under its own name."""
    made = importlib.import_module(f"labo_partenariats.cli.commands.{command}").make("fr")
    assert isinstance(made, click.Command)
    assert made.name == command
