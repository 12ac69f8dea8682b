"""`labo schema`: what `labo export` writes as JSON is valid under the schema that the same library shows."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from labo_partenariats.cli.app import run

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCES = ["gaia_2017/gaia_2017.toml", "gaia_2017/gaia_2017.xlsx", "reseau/figeac.toml", "paiement/operation.toml"]


@pytest.fixture
def validator(capsys):
    assert run(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("source", SOURCES)
def test_an_exported_programme_follows_the_schema(source, validator, tmp_path):
    out = tmp_path / "programme.json"
    run(["export", str(EXAMPLES / source), str(out)])
    assert list(validator.iter_errors(json.loads(out.read_text(encoding="utf-8")))) == []


def test_a_merged_network_follows_the_schema(validator, tmp_path):
    out = tmp_path / "reseau.json"
    run(["network", *(str(EXAMPLES / source) for source in SOURCES[1:3]), "-o", str(out)])
    assert list(validator.iter_errors(json.loads(out.read_text(encoding="utf-8")))) == []


def test_the_schema_can_refuse(validator):
    assert [each.validator for each in validator.iter_errors({"schema_version": "one"})] != []
