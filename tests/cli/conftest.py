"""What the tests of the command line share: a French start in an empty folder, the command, small sources."""

import pytest

from labo_partenariats.cli.app import run


@pytest.fixture(autouse=True)
def french(monkeypatch, tmp_path):
    """Each test starts in French, in an empty folder."""
    for variable in ("LABO_LANG", "LABO_DEBUG", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def labo(capsys):
    """Run the command; its status, output and errors, in which there is never a traceback or a colour code."""

    def labo_(*arguments):
        status = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert status in (0, 1, 2)
        assert "Traceback" not in out + err
        assert "\x1b" not in out + err
        assert (status == 2) == bool(err.strip())
        return status, out, err

    return labo_


@pytest.fixture
def source(tmp_path):
    """A small source, without an error or, with another amount, with one; or what it is given to hold."""

    def source_(amount="12 603,00 €", name="depenses.csv", content=None):
        path = tmp_path / name
        lines = f"Type dépenses;Catégorie;Montant\nAnimation;Personnel;{amount}\n"
        path.write_text(lines if content is None else content, encoding="utf-8")
        return path

    return source_
