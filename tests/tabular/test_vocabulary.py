"""The words of tables: each says one thing, and all spellings of it are known."""

import tomllib
from collections import defaultdict
from importlib import resources

import pytest

from labo_partenariats.i18n import LANGUAGES
from labo_partenariats.model import ExpenseCategory, ResourceKind, RoleKind
from labo_partenariats.tabular.schema import PROGRAMME_FIELDS, SCHEMAS
from labo_partenariats.tabular.vocabulary import (
    Vocabulary,
    header,
    is_subtotal,
    is_total,
    names_no_funder,
    sheet_name,
    term_within,
    terms,
    yes_or_no,
)
from labo_partenariats.values.text import fold

HEADERS = tomllib.loads((resources.files("labo_partenariats.tabular") / "headers.toml").read_text(encoding="utf-8"))
WORDS = tomllib.loads((resources.files("labo_partenariats.tabular") / "words.toml").read_text(encoding="utf-8"))
TERMS = sorted({column.terms for schema in SCHEMAS.values() for column in schema.columns if column.terms}, key=str)


def claims(branch, keys):
    """Which keys claim each folded word."""
    claimed = defaultdict(set)
    for key in keys:
        for language in LANGUAGES:
            for word in branch[key].get(language, ()):
                claimed[fold(word)].add(key)
    return claimed


@pytest.mark.parametrize("role", SCHEMAS)
def test_no_two_columns_claim_a_word(role):
    """Within a table, a header is the name of one column."""
    keys = [column.key for column in SCHEMAS[role].columns]
    claimed = claims(HEADERS[role], keys)
    for word, named in claims(HEADERS["named"].get(role, {}), HEADERS["named"].get(role, ())).items():
        claimed[word] |= named
    assert {word: keys for word, keys in claimed.items() if len(keys) > 1} == {}


def test_no_two_fields_claim_a_word():
    """A field of the programme has names of its own."""
    assert {word: keys for word, keys in claims(HEADERS["fields"], PROGRAMME_FIELDS).items() if len(keys) > 1} == {}


def test_no_two_tables_claim_a_sheet():
    """A name of a sheet is that of one table."""
    sheets = {role: HEADERS[role]["sheet"] for role in SCHEMAS}
    assert {word: roles for word, roles in claims(sheets, SCHEMAS).items() if len(roles) > 1} == {}


def test_every_column_has_words_and_every_word_a_column():
    """The files of words and of columns name the same things."""
    for role, schema in SCHEMAS.items():
        assert set(HEADERS[role]) == {"sheet", "file", *(column.key for column in schema.columns)}, role
    assert set(HEADERS["fields"]) == set(PROGRAMME_FIELDS)
    assert set(HEADERS) == {*SCHEMAS, "fields", "notices", "named"}
    assert all(set(words) <= set(HEADERS[role]) - {"sheet", "file"} for role, words in HEADERS["named"].items())


def test_no_word_is_blank():
    """A word without a letter or digit would match every blank header."""
    spoken = [
        words
        for branch in (*(HEADERS[name] for name in HEADERS if name != "named"), *HEADERS["named"].values())
        for key, entry in branch.items()
        if key != "file"
        for words in entry.values()
    ]
    assert all(fold(word) for words in spoken for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_word_is_written_and_read(language):
    """What a template writes is recognised as what it was written for."""
    core = Vocabulary.core()
    for role, schema in SCHEMAS.items():
        assert core.sheets[fold(sheet_name(role, language))] == role
        for column in schema.columns:
            assert core.headers[role][fold(header(role, column.key, language))] == column.key
    for key in PROGRAMME_FIELDS:
        assert core.fields[fold(header("fields", key, language))] == key


@pytest.mark.parametrize("kind", TERMS, ids=lambda kind: kind.__name__)
def test_every_term_can_be_written(kind):
    """Each member of a vocabulary has words, and each of its words means that member only."""
    known = terms(kind)
    assert set(known.values()) == set(kind)
    assert set(WORDS.get(kind.__name__, {})) <= {member.value for member in kind}
    for value, words in WORDS.get(kind.__name__, {}).items():
        assert {known[fold(word)] for word in words} == {kind(value)}, value


@pytest.mark.parametrize("kind", [ExpenseCategory, ResourceKind, RoleKind], ids=lambda kind: kind.__name__)
def test_words_within_labels_name_terms(kind):
    """The words looked for within labels belong to members of the vocabulary, each word once."""
    table = WORDS["contains"][kind.__name__]
    assert set(table) <= {member.value for member in kind}
    folded = [fold(word) for words in table.values() for word in words]
    assert len(set(folded)) == len(folded)


# Roles of the partners as the first dossier words them, and lines of its plan.
WORDINGS = [
    (RoleKind, "Porteur de projet", RoleKind.LEAD),
    (RoleKind, "Co portage du projet", RoleKind.CO_LEAD),
    (RoleKind, "Prospective territoriale", RoleKind.FORESIGHT),
    (RoleKind, "Appui à la communication", RoleKind.COMMUNICATION),
    (RoleKind, "Appui à la mobilisation des acteurs locaux du territoire", RoleKind.OUTREACH),
    (RoleKind, "Mobilisation de leur réseau", RoleKind.OUTREACH),
    (RoleKind, "Co animation d'évènements", RoleKind.FACILITATION),
    (RoleKind, "Accueil de certains des évènements", RoleKind.HOST),
    (RoleKind, "Co animation autour des évènements", RoleKind.FACILITATION),
    (RoleKind, "Appui à l'animation de l'évènement", RoleKind.FACILITATION),
    (RoleKind, "Appui méthodologique", RoleKind.METHOD),
    (RoleKind, "Témoignages et retours d'expériences", RoleKind.TESTIMONY),
    (RoleKind, "Café", None),
    (ExpenseCategory, "Animation, frais salariaux", ExpenseCategory.STAFF),
    (ExpenseCategory, "Déplacements liés à l'opération", ExpenseCategory.TRAVEL),
    (ExpenseCategory, "Coûts indirects", ExpenseCategory.INDIRECT),
    (ExpenseCategory, "Frais de communication, prestations pour séminaire", ExpenseCategory.COMMUNICATION),
    (ExpenseCategory, "Coûts indirects de personnel", ExpenseCategory.INDIRECT),
    (ExpenseCategory, "Divers imprévus", None),
    (ResourceKind, "Autofinancement privé", ResourceKind.SELF_FINANCING),
    (ResourceKind, "Autofinancement public", ResourceKind.OWN_PUBLIC),
    (ResourceKind, "Directe", ResourceKind.NATIONAL_PUBLIC),
    (ResourceKind, "FEADER", ResourceKind.EAFRD),
    (ResourceKind, "FEDER", ResourceKind.OTHER_EU),
    (ResourceKind, "Conseil régional", ResourceKind.NATIONAL_PUBLIC),
    (ResourceKind, "Fondation d'entreprise", ResourceKind.PRIVATE),
    (ResourceKind, "Régionale", None),
]


@pytest.mark.parametrize(("kind", "label", "member"), WORDINGS, ids=str)
def test_labels_tell_their_term(kind, label, member):
    """A whole word within a label tells its term; part of a word does not."""
    assert (terms(kind).get(fold(label)) or term_within(kind, label)) is member


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Oui", True),
        ("OUI", True),
        ("x", True),
        ("vrai", True),
        ("non", False),
        ("Non.", False),
        ("0", False),
        ("?", None),
        ("", None),
        ("oui et non", None),
    ],
)
def test_yes_and_no(word, answer):
    """An answer is yes, no, or neither."""
    assert yes_or_no(word) is answer


@pytest.mark.parametrize(
    ("label", "total", "part"),
    [
        ("Total", True, False),
        ("TOTAL :", True, False),
        ("Total général", True, False),
        ("Total (€)", True, False),
        ("Total HT", True, False),
        ("Sous-total", True, True),
        ("Sous-total communication", True, True),
        ("Subtotal", True, True),
        ("TotalEnergies", False, False),
        ("Totalité", False, False),
        ("Animation", False, False),
        ("", False, False),
    ],
)
def test_totals(label, total, part):
    """A total is known by its whole label; a part's by its beginning."""
    assert (is_total(label), is_subtotal(label)) == (total, part)


@pytest.mark.parametrize(
    ("label", "unnamed"),
    [("Directe", True), ("Subvention", True), ("Région", False), ("Département de l'Isère", False)],
)
def test_labels_that_name_no_funder(label, unnamed):
    """«Directe» says nothing of who pays."""
    assert names_no_funder(label) is unnamed


def test_a_network_adds_its_words():
    """A network's own headers win over the library's; the others stay, and the library's vocabulary is as before."""
    core = Vocabulary.core()
    own = core.with_headers({"actors": {"roles": ["Ce qu'il fait"], "name": ["Type"]}})
    assert own.headers["actors"][fold("CE QU'IL FAIT")] == "roles"
    assert own.headers["actors"]["type"] == "name"
    assert core.headers["actors"]["type"] == "kind"
    assert own.headers["expenses"] == core.headers["expenses"]


@pytest.mark.parametrize("added", [{"actors": {"mood": ["Humeur"]}}, {"moods": {"name": ["Humeur"]}}])
def test_a_word_for_nothing_is_refused(added):
    """A word for a table or column that does not exist is an error, not a silence."""
    with pytest.raises(KeyError):
        Vocabulary.core().with_headers(added)
