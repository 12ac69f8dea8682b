"""Identifiers and contacts: checked offline; what a spreadsheet lost is restored with a doubt, or said to be lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from labo_partenariats.values.identifiers import (
    read_email,
    read_insee,
    read_phone,
    read_postcode,
    read_rna,
    read_siren,
    read_siret,
)

READERS = [read_siren, read_siret, read_rna, read_insee, read_postcode, read_email, read_phone]

# La Poste, SIREN 356 000 000: the digits of its establishments add up to a multiple of 5 instead of a check digit.
SIRETS = [
    ("55208131766522", "55208131766522", ()),
    ("552 081 317 66522", "55208131766522", ()),
    ("552\u00a0081\u00a0317\u202f66522", "55208131766522", ()),
    ("552.081.317-66522", "55208131766522", ()),
    (Decimal(55208131766522), "55208131766522", ()),
    (Decimal("55208131766522.0"), "55208131766522", ()),
    ("35600000000048", "35600000000048", ()),
    ("35600000049837", "35600000049837", ()),
    ("35600000049838", None, ("SRC401",)),
    ("55208131766523", None, ("SRC401",)),
    ("5520813176652", None, ("SRC401",)),
    ("552081317665220", None, ("SRC401",)),
    (Decimal("55208131766522.5"), None, ("SRC401",)),
    ("5,52081E+13", None, ("SRC404",)),
    ("5.52081317665E13", None, ("SRC404",)),
    ("552081317", "552081317", ("SRC402",)),
    (Decimal(552081317), "552081317", ("SRC402",)),
    ("en cours", None, ("SRC401",)),
    ("", None, ("SRC401",)),
    ("٥٥٢٠٨١٣١٧٦٦٥٢٢", None, ("SRC401",)),
    ("9" * 100_000, None, ("SRC401",)),
]


def _understood(reading):
    return reading.value, tuple(doubt.code for doubt in reading.doubts)


@pytest.mark.parametrize(("written", "siret", "codes"), SIRETS, ids=[str(case[0])[:24] for case in SIRETS])
def test_sirets(written, siret, codes):
    """A SIRET is fourteen digits with a check digit, La Poste's apart; a SIREN in its place is kept and said."""
    assert (siret, codes) == _understood(read_siret(written))


@pytest.mark.parametrize(
    ("written", "siren", "codes"),
    [
        ("552 081 317", "552081317", ()),
        (Decimal(552081317), "552081317", ()),
        ("552081318", None, ("SRC401",)),
        ("5,52E+08", None, ("SRC404",)),
        (Decimal(5520085), "005520085", ("SRC403",)),
        ("55208131766522", None, ("SRC401",)),
    ],
    ids=str,
)
def test_sirens(written, siren, codes):
    """A SIREN is nine digits with a check digit; the zeros that a spreadsheet ate come back with a doubt."""
    assert (siren, codes) == _understood(read_siren(written))


@given(st.integers(0, 99_999), st.integers(0, 9_999))
def test_zeros_eaten_by_a_spreadsheet_come_back(organisation, establishment):
    """A SIRET that begins with zeros, read as a number, is whole again and the doubt shows it."""
    siren = f"000{organisation:05d}"
    siren += luhn.calc_check_digit(siren)
    siret = f"{siren}{establishment:04d}"
    siret += luhn.calc_check_digit(siret)
    reading = read_siret(Decimal(siret))
    if len(siret.lstrip("0")) == 9:
        return  # nine digits may be a SIREN
    assert (siret, ("SRC403",)) == _understood(reading)
    assert siret == reading.doubts[0].data["understood"]


OTHERS = [
    (read_rna, "W381000001", "W381000001", ()),
    (read_rna, "w38 1000001", "W381000001", ()),
    (read_rna, "W2A1000001", "W2A1000001", ()),
    (read_rna, "381000001", None, ("SRC401",)),
    (read_rna, "W38100000", None, ("SRC401",)),
    (read_insee, "38185", "38185", ()),
    (read_insee, "2a004", "2A004", ()),
    (read_insee, "200040657", "200040657", ()),
    (read_insee, "38", "38", ()),
    (read_insee, "971", "971", ()),
    (read_insee, "3818", None, ("SRC401",)),
    (read_insee, "Isère", None, ("SRC401",)),
    (read_postcode, "38350", "38350", ()),
    (read_postcode, "38 350", "38350", ()),
    (read_postcode, Decimal(38350), "38350", ()),
    (read_postcode, Decimal(5000), "05000", ("SRC403",)),
    (read_postcode, "5000", "05000", ("SRC403",)),
    (read_postcode, "38", None, ("SRC401",)),
    (read_postcode, "383500", None, ("SRC401",)),
    (read_postcode, "38350 La Mure", None, ("SRC401",)),
    (read_email, "contact@exemple.fr", "contact@exemple.fr", ()),
    (read_email, "  Prenom.Nom@mairie.exemple.fr ", "Prenom.Nom@mairie.exemple.fr", ()),
    (read_email, "a@b", None, ("SRC405",)),
    (read_email, "a b@exemple.fr", None, ("SRC405",)),
    (read_email, "a@exemple.fr; b@exemple.fr", None, ("SRC405",)),
    (read_email, "a@exemple..fr", None, ("SRC405",)),
    (read_email, "<a@exemple.fr>", None, ("SRC405",)),
    (read_email, "@" * 50_000, None, ("SRC405",)),
    (read_email, "a@" + "b." * 50_000, None, ("SRC405",)),
    (read_phone, "04 76 00 00 00", "0476000000", ()),
    (read_phone, "04.76.00.00.00", "0476000000", ()),
    (read_phone, "+33 4 76 00 00 00", "+33476000000", ()),
    (read_phone, "+33 (0)4 76 00 00 00", "+33476000000", ()),
    (read_phone, "0033 4 76 00 00 00", "+33476000000", ()),
    (read_phone, Decimal(476000000), "0476000000", ("SRC403",)),
    (read_phone, "476000000", "0476000000", ("SRC403",)),
    (read_phone, "04 76 00 00", None, ("SRC405",)),
    (read_phone, "04 76 00 00 00 ou 01", None, ("SRC405",)),
    (read_phone, "standard", None, ("SRC405",)),
    (read_phone, "+" + "1" * 50_000, None, ("SRC405",)),
]


@pytest.mark.parametrize(
    ("read", "written", "value", "codes"), OTHERS, ids=[f"{case[0].__name__}-{str(case[1])[:24]}" for case in OTHERS]
)
def test_other_identifiers_and_contacts(read, written, value, codes):
    """Each identifier has its form; what does not have it has no value and a doubt."""
    assert (value, codes) == _understood(read(written))


@given(st.one_of(st.text(), st.text("0123456789 .-+()W@E,", max_size=40), st.decimals()))
def test_reading_never_raises(source):
    """Any text and any number gives a value or a doubt."""
    for read in READERS:
        reading = read(source)
        assert (reading.value is not None) or reading.doubts


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_a_wrong_check_digit_is_seen(digits):
    """Exactly one last digit in ten makes a SIREN."""
    valid = [last for last in "0123456789" if read_siren(digits[:8] + last).value is not None]
    assert len(valid) == 1
