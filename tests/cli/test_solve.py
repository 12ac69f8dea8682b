"""`labo solve`: the exact figure in plain French, JSON that scripts rely on, and one clear message for each mistake."""

import json
import shlex

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labo_partenariats.cli.app import run
from labo_partenariats.codec.batch import plan_row
from labo_partenariats.rules.question import UNKNOWNS
from labo_partenariats.rules.simulation import SimulatedPlan, Status

RATES = "--aid-rate 80% --eafrd-rate 0.80"
PLAN = f"--eligible 24682 {RATES}"


@pytest.fixture
def solve(capsys):
    """Run the command on a line; its status, output and errors, the spaces of French typography made plain."""

    def solve_(line):
        status = run(["solve", *shlex.split(line)])
        out, err = (text.replace("\u202f", " ").replace("\xa0", " ") for text in capsys.readouterr())
        assert "Traceback" not in out + err
        assert (status == 2) == bool(err.strip())
        return status, out, err

    return solve_


def test_the_answer_is_said_first(solve):
    """The figure, what it comes to, every answer, then the plan."""
    status, out, _ = solve(f"counterpart {PLAN}")
    assert status == 0
    assert out.splitlines()[:5] == [
        "Contrepartie publique nationale : 3 949,12 €",
        "  Cible : le FEADER au plus haut, soit 15 796,48 €.",
        "",
        "Toutes les réponses",
        "  3 949,12 € (ce qui fixe le FEADER : ce que la contrepartie appelle)",
    ]
    assert "Autofinancement : 4 936,40 €" in out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"eligible {RATES} --counterpart 5000 --target eafrd=11332", "de 20 415,00 € à 20 415,01 €"),
        (f"requested {PLAN} --counterpart 5000", "à partir de 14 745,60 €"),
        (f"counterpart {PLAN} --target 'eafrd>=12000'", "Cible : le FEADER à 12 000,00 € au moins ; ici 12 000,00 €."),
        (f"counterpart {PLAN} --target 'eafrd<=12000'", "Cible : le FEADER à 12 000,00 € au plus ; ici 0,00 €."),
        (f"counterpart {PLAN} --target self_financing=min", "Cible : l'autofinancement au plus bas, soit 4 936,40 €."),
        (f"eligible {RATES} --counterpart 5000", "Cible : l'aide publique à son plafond, soit 25 000,00 €."),
        (f"counterpart {PLAN} --target status=ok", "Cible : un plan accepté."),
        ("aid_rate --eligible 24682 --eafrd-rate 0.8 --counterpart 5000 --target eafrd=11332", "66,1697 %"),
        (f"counterpart {PLAN} --lang en", "National public counterpart: €3,949.12"),
    ],
)
def test_what_is_said(solve, line, sentence):
    """Targets and answers are sentences."""
    status, out, _ = solve(line)
    assert status == 0
    assert sentence in out


def test_many_answers_are_cut_on_the_screen_alone(solve):
    """A long list of answers is cut for people, with its last one, and whole for scripts."""
    line = "counterpart --eligible 0.60 --aid-rate 1 --eafrd-rate 0.3 --target top_up=0"
    intervals = json.loads(solve(f"{line} --format json")[1])["intervals"]
    _, out, _ = solve(line)
    assert len(intervals) > 12
    assert f"… et {len(intervals) - 12} autres, jusqu'à : " in out


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        (f"requested {PLAN} --counterpart 20000", "FIN147", "elle doit baisser d'au moins 254,40 €"),
        (f"counterpart {PLAN} --target eafrd=20000", "FIN141", "15 796,48 € au plus"),
        (f"counterpart {PLAN} --target eafrd=-1", "FIN142", "0,00 € au moins"),
        (f"counterpart {PLAN} --target public_aid=0.01", "FIN143", "0,00 €, quand la contrepartie"),
        (f"counterpart {PLAN} --requested NaN", "SRC201", "--requested — « NaN »"),
        (f"counterpart {PLAN} --requested=-5", "FIN110", "le FEADER demandé"),
        ("counterpart --eligible 5 --aid-rate 150% --eafrd-rate 0.8", "SRC204", "--aid-rate — « 150% »"),
        ("counterpart --eligible 5 --aid-rate 80% --eafrd-rate 0", "FIN131", "strictement entre 0 % et 100 %"),
        (f"counterpart --eligible 1.234 {RATES}", "SRC202", ""),
    ],
)
def test_no_answer_is_an_answer(solve, line, code, sentence):
    """No solution, or figures that make no plan: status 1, a sentence, and the same code in JSON."""
    status, out, _ = solve(line)
    assert status == 1
    assert out.startswith("Aucune réponse\n")
    assert code in out
    assert sentence in out
    status, out, _ = solve(f"{line} --format json")
    data = json.loads(out)
    assert (status, data["status"], data["reason"]["code"]) == (1, "impossible", code)
    assert data["reason"] == data["reasons"][0]
    assert data["intervals"] == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "INCONNUE"),
        (f"mood {PLAN}", "'mood' n'est pas parmi"),
        (f"counterpart {PLAN} --counterpart 5000", "--counterpart est le chiffre cherché"),
        (f"requested {PLAN} --counterpart 5 --requested 5", "--requested est le chiffre cherché"),
        ("counterpart --eligible 5", "Il manque --aid-rate et --eafrd-rate."),
        (f"requested {PLAN}", "Il manque --counterpart."),
        (f"counterpart {PLAN} --target mood=5", "La cible « mood=5 » n'est pas comprise"),
        (f"counterpart {PLAN} --target eafrd=beaucoup", "n'est pas comprise"),
        (f"counterpart {PLAN} --aid-rate-mode often", "often"),
        ("counterpart --eligible 24682 --aid-rate 0.8 --eafrd-rate 0.45 --target top_up=0", "centime par centime"),
    ],
)
def test_an_unusable_command_is_told(solve, line, sentence):
    """Status 2 and one French sentence."""
    status, out, err = solve(line)
    assert (status, out) == (2, "")
    assert sentence in err


def test_json_has_its_keys(solve):
    """Amounts are texts with two decimals, the plan is that of ``simulate``, every interval has its limit."""
    _, out, _ = solve(f"counterpart {PLAN} --target eafrd=14745.60 --format json")
    data = json.loads(out)
    assert {key: data[key] for key in ("unknown", "target", "status", "figure", "value", "reason", "reasons")} == {
        "unknown": "counterpart",
        "target": "eafrd=14745.60",
        "status": "solved",
        "figure": "3686.40",
        "value": "14745.60",
        "reason": None,
        "reasons": [],
    }
    assert data["intervals"] == [
        {"from": "3686.40", "to": "3686.40", "binding": "called"},
        {"from": "5000.00", "to": "5000.00", "binding": "cap"},
    ]
    assert data["plan"].keys() == plan_row(SimulatedPlan(status=Status.OK)).keys()
    assert data["plan"]["reasons"] == []


def test_json_of_a_rate_has_its_exact_ends(solve):
    """A rate has decimals that can be written, and its exact ends as quotients, each in the interval or not."""
    _, out, _ = solve(
        "aid_rate --eligible 24682 --eafrd-rate 0.8 --counterpart 5000 --target eafrd=11332 --format json"
    )
    assert json.loads(out)["intervals"] == [
        {
            "from": "0.661697",
            "to": "0.661697",
            "binding": "cap",
            "exact": {
                "from": "8166/12341",
                "from_included": True,
                "to": "1633201/2468200",
                "to_included": False,
            },
        }
    ]


WORDS = st.sampled_from(
    ["0", "-1", "1e400", "NaN", "1000000000000000", "80%", "0.80", "0.333333333333", "1", "24682", "0.005", "é", ""]
)


@given(
    st.sampled_from(UNKNOWNS),
    st.dictionaries(
        st.sampled_from(["--eligible", "--aid-rate", "--eafrd-rate", "--counterpart", "--in-kind", "--eafrd-floor"]),
        WORDS,
    ),
    st.sampled_from(["eafrd=max", "eafrd=min", "eafrd=1", "top_up=0", "self_financing>=0.01", "x", "status=ok"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_figures_the_command_answers(capsys, unknown, figures, target):
    """An answer, a reason or one message: never a failure of ours."""
    status = run(["solve", unknown, "--target", target, *(f"{name}={word}" for name, word in figures.items())])
    out, err = capsys.readouterr()
    assert status in (0, 1, 2)
    assert (status == 2) == bool(err.strip())
    assert "imprévue" not in out + err
