"""
Make the two forms of this folder: shaped like those that funders send, and nobody's in particular.

Run from the repository: ``python examples/formulaires/make_forms.py``. Both have merged titles, protected sheets with
unlocked cells to fill, lists to choose from, a logo, totals as formulas and a print set-up. The first bears none of our
names, as a real one would; ``demande_d_aide.toml`` is its mapping. The second is one that a group prepared for the
library: its cells hold marks and names. A test makes them again and compares.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
CREATED = dt.datetime(2026, 1, 1)
DARK, PALE, GREY = "#1F3864", "#FFF8DC", "#E7E6E6"
MONEY, RATE, DAY = "#,##0.00\\ [$€-40C]", "0.00\\ %", "dd/mm/yyyy"


def logo() -> io.BytesIO:
    """A blue square with twelve dots, as a PNG."""
    size = 72
    dots = [
        (20, 36),
        (52, 36),
        (36, 20),
        (36, 52),
        (25, 25),
        (47, 47),
        (25, 47),
        (47, 25),
        (21, 30),
        (51, 42),
        (30, 21),
        (42, 51),
    ]

    def colour(row: int, column: int) -> bytes:
        near = any((row - y) ** 2 + (column - x) ** 2 <= 6 for x, y in dots)
        return b"\xff\xcc\x00" if near else b"\x1f\x38\x64"

    rows = b"".join(b"\0" + b"".join(colour(row, column) for column in range(size)) for row in range(size))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )


class Form:
    """A workbook under construction and the looks of its cells."""

    def __init__(self, name: str, title: str) -> None:
        self.book = xlsxwriter.Workbook(HERE / name)
        self.book.set_properties({"title": title, "author": "Exemple", "created": CREATED})
        plain: dict[str, Any] = {"valign": "vcenter", "text_wrap": True, "font_size": 10}
        boxed = {**plain, "border": 1, "border_color": "#7F7F7F"}
        make = self.book.add_format
        self.title = make({**plain, "bold": True, "font_size": 16, "font_color": DARK, "align": "center"})
        self.section = make({**plain, "bold": True, "font_color": "#FFFFFF", "bg_color": DARK})
        self.note = make({**plain, "italic": True, "font_color": "#595959"})
        self.label = make({**boxed, "bold": True})
        self.header = make({**boxed, "bold": True, "align": "center", "bg_color": GREY})
        self.office = make({**boxed, "bg_color": GREY})
        self.total = make({**boxed, "bold": True, "bg_color": GREY})
        self.total_money = make({**boxed, "bold": True, "bg_color": GREY, "num_format": MONEY})
        self.total_rate = make({**boxed, "bold": True, "bg_color": GREY, "num_format": RATE})
        self.wrong = make({"font_color": "#7B1E26", "bold": True})
        typed = {**boxed, "bg_color": PALE, "locked": False}
        self.input = make(typed)
        self.money = make({**typed, "num_format": MONEY})
        self.day = make({**typed, "num_format": DAY, "align": "center"})
        self.words = make({**typed, "num_format": "@"})

    def sheet(self, name: str, title: str, widths: tuple[float, ...], *, wide: bool = False) -> Any:
        """A sheet with its title, its logo and its print set-up, protected without a password."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 56)
        sheet.merge_range(0, 1, 0, len(widths) - 1, title, self.title)
        sheet.insert_image(
            0, 0, "logo.png", {"image_data": logo(), "x_offset": 4, "y_offset": 2, "description": "Logo du programme"}
        )
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&8Formulaire d'exemple&C&8&A&R&8Page &P / &N")
        sheet.hide_gridlines(2)
        sheet.protect("")
        return sheet

    def band(self, sheet: Any, row: int, words: str, last: int) -> None:
        """The head of a section, across the sheet."""
        sheet.merge_range(row, 0, row, last, words, self.section)

    def line(self, sheet: Any, row: int, label: str, look: Any, words: str = "", height: float | None = None) -> None:
        """A label, and a cell to fill beside it: both are merged cells."""
        if height:
            sheet.set_row(row, height)
        sheet.merge_range(row, 0, row, 1, label, self.label)
        sheet.merge_range(row, 2, row, 5, words, look)


def choose(sheet: Any, row: int, column: int, last_row: int, source: Any) -> None:
    """A list to choose from."""
    rule = {"validate": "list", "source": source, "error_title": "Liste", "error_message": "Choisissez dans la liste."}
    sheet.data_validation(row, column, last_row, column, rule)


def amounts(sheet: Any, row: int, column: int, last_row: int) -> None:
    """Amounts that are positive."""
    rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "Un montant positif, en euros."}
    sheet.data_validation(row, column, last_row, column, rule)


def application() -> None:
    """The application for aid with its annexes; it bears none of our names."""
    form = Form("demande_d_aide.xlsx", "Demande d'aide LEADER")
    widths = (24, 16, 22, 16, 16, 18)
    first = form.sheet(
        "Demande", "DEMANDE D'AIDE LEADER\nMise en œuvre de la stratégie locale de développement", widths
    )
    form.band(first, 2, "Cadre réservé à l'administration", 5)
    form.line(first, 3, "N° de dossier", form.office)
    form.line(first, 4, "Date de réception", form.office)
    form.band(first, 6, "1. Identification du GAL", 5)
    form.line(first, 7, "GAL", form.input)
    form.line(first, 8, "Fiche-action n°", form.words)
    form.line(first, 9, "Intitulé de la fiche-action", form.input, height=30)
    form.band(first, 11, "2. Identification du demandeur", 5)
    form.line(first, 12, "Raison sociale", form.input)
    form.line(first, 13, "Statut juridique", form.input)
    choose(first, 13, 2, 13, "=Listes!$A$2:$A$7")
    form.line(first, 14, "N° SIRET", form.words)
    form.line(first, 15, "Courriel", form.input)
    form.band(first, 17, "3. Le projet", 5)
    form.line(first, 18, "Intitulé", form.input)
    form.line(first, 19, "Présentation", form.input, height=230)
    form.line(first, 20, "Territoires concernés", form.input)
    form.line(first, 21, "Début de l'opération", form.day)
    form.line(first, 22, "Fin de l'opération", form.day)
    form.line(first, 23, "Le projet relève-t-il des aides d'État ?", form.input, height=30)
    choose(first, 23, 2, 23, ["OUI", "NON"])
    form.band(first, 25, "4. Montants (calculés d'après les annexes)", 5)
    for row, label, formula, look in (
        (26, "Coût total du projet", "='Annexe 1 - Dépenses'!F35", form.total_money),
        (27, "Aide publique totale", "='Annexe 2 - Financement'!F19", form.total_money),
        (28, "dont FEADER demandé", "='Annexe 2 - Financement'!F20", form.total_money),
        (29, "Taux d'aide publique", "='Annexe 2 - Financement'!F21", form.total_rate),
    ):
        first.merge_range(row, 0, row, 1, label, form.label)
        first.merge_range(row, 2, row, 5, "", look)
        first.write_formula(row, 2, formula, look, 0)
    first.print_area(0, 0, 29, 5)
    _expenses(form)
    _resources(form)
    _lists_of_lines(form)
    lists = form.book.add_worksheet("Listes")
    for column, (head, choices) in enumerate(
        (
            ("Statuts", ("Association", "Collectivité", "Entreprise", "Établissement public", "Consulaire", "Autre")),
            ("Natures", ("FEADER", "Public", "Privé", "Autofinancement")),
            ("États", ("Demandé", "Obtenu")),
        )
    ):
        lists.write_column(0, column, (head, *choices))
    lists.hide()
    form.book.close()


def _expenses(form: Form) -> None:
    sheet = form.sheet("Annexe 1 - Dépenses", "ANNEXE 1 : DÉPENSES PRÉVISIONNELLES", (8, 26, 20, 16, 16, 18))
    row, subtotals = 2, []
    for title, lines in (
        ("A. Frais de personnel", 4),
        ("B. Déplacements", 4),
        ("C. Coûts indirects (forfait de 15 % des frais de personnel)", 1),
        ("D. Prestations, communication et autres dépenses sur devis", 8),
    ):
        form.band(sheet, row, title, 5)
        sheet.write(row + 1, 0, "N°", form.header)
        sheet.merge_range(row + 1, 1, row + 1, 4, "Nature de la dépense", form.header)
        sheet.write(row + 1, 5, "Montant présenté", form.header)
        for number in range(1, lines + 1):
            sheet.write(row + 1 + number, 0, number, form.office)
            sheet.merge_range(row + 1 + number, 1, row + 1 + number, 4, "", form.input)
            sheet.write_blank(row + 1 + number, 5, None, form.money)
        amounts(sheet, row + 2, 5, row + 1 + lines)
        end = row + 2 + lines
        sheet.merge_range(end, 0, end, 4, "Sous-total", form.total)
        sheet.write_formula(end, 5, f"=SUM(F{row + 3}:F{end})", form.total_money, 0)
        subtotals.append(f"F{end + 1}")
        row = end + 1
    sheet.merge_range(34, 0, 34, 4, "TOTAL DES DÉPENSES", form.total)
    sheet.write_formula(34, 5, f"={'+'.join(subtotals)}", form.total_money, 0)
    sheet.merge_range(35, 0, 35, 4, "Plafond des coûts indirects", form.total)
    sheet.write_formula(35, 5, f"=ROUNDDOWN({subtotals[0]}*15%,2)", form.total_money, 0)
    sheet.conditional_format(
        35, 5, 35, 5, {"type": "formula", "criteria": f"={subtotals[2]}>$F$36", "format": form.wrong}
    )
    sheet.print_area(0, 0, 35, 5)
    form.book.define_name("CoutTotal", "='Annexe 1 - Dépenses'!$F$35")


def _resources(form: Form) -> None:
    sheet = form.sheet("Annexe 2 - Financement", "ANNEXE 2 : PLAN DE FINANCEMENT", (8, 28, 20, 18, 14, 18, 12))
    form.band(sheet, 2, "Ressources", 6)
    sheet.write(3, 0, "N°", form.header)
    sheet.merge_range(3, 1, 3, 2, "Financeur", form.header)
    for column, head in enumerate(("Nature", "Demandé / obtenu", "Montant", "%"), start=3):
        sheet.write(3, column, head, form.header)
    for row in range(4, 16):
        sheet.write(row, 0, row - 3, form.office)
        sheet.merge_range(row, 1, row, 2, "", form.input)
        sheet.write_blank(row, 3, None, form.input)
        sheet.write_blank(row, 4, None, form.input)
        sheet.write_blank(row, 5, None, form.money)
        sheet.write_formula(row, 6, f'=IF($F$18=0,"",F{row + 1}/$F$18)', form.total_rate, "")
    choose(sheet, 4, 3, 15, "=Listes!$B$2:$B$5")
    choose(sheet, 4, 4, 15, "=Listes!$C$2:$C$3")
    amounts(sheet, 4, 5, 15)
    for row, label, formula, look in (
        (17, "TOTAL DES RESSOURCES", "=SUM(F5:F16)", form.total_money),
        (18, "Aide publique totale", '=SUMIF(D5:D16,"FEADER",F5:F16)+SUMIF(D5:D16,"Public",F5:F16)', form.total_money),
        (19, "dont FEADER", '=SUMIF(D5:D16,"FEADER",F5:F16)', form.total_money),
        (20, "Taux d'aide publique", '=IF(CoutTotal=0,"",F19/CoutTotal)', form.total_rate),
        (21, "Écart avec les dépenses", "=F18-CoutTotal", form.total_money),
    ):
        sheet.merge_range(row, 0, row, 4, label, form.total)
        sheet.write_formula(row, 5, formula, look, 0 if look is form.total_money else "")
    sheet.conditional_format(21, 5, 21, 5, {"type": "cell", "criteria": "!=", "value": 0, "format": form.wrong})
    sheet.write_comment(17, 5, "Le total doit être égal à celui de l'annexe 1.", {"author": "Exemple"})
    sheet.print_area(0, 0, 21, 6)


def _lists_of_lines(form: Form) -> None:
    """Annexes that are one table each."""
    for name, title, heads, lines, looks in (
        ("Annexe 3 - Calendrier", "ANNEXE 3 : CALENDRIER", ("Date", "Action", "Libellé", "Lieu"), 25,
         (form.day, form.input, form.input, form.input)),
        ("Annexe 4 - Partenaires", "ANNEXE 4 : PARTENAIRES", ("Structure", "Type", "Rôle dans le projet", "Site"), 24,
         (form.input, form.input, form.input, form.input)),
        ("Annexe 5 - Indicateurs", "ANNEXE 5 : INDICATEURS", ("Indicateur", "Unité", "Cible", "Réalisé"), 8,
         (form.input, form.input, form.input, form.input)),
    ):  # fmt: skip
        sheet = form.sheet(name, title, (26, 34, 44, 26), wide=True)
        for column, head in enumerate(heads):
            sheet.write(2, column, head, form.header)
        for row in range(3, 3 + lines):
            sheet.set_row(row, 28)
            for column, look in enumerate(looks):
                sheet.write_blank(row, column, None, look)
        sheet.freeze_panes(3, 0)
        sheet.print_area(0, 0, 2 + lines, 3)


def claim() -> None:
    """The annex of a claim for payment, prepared for the library: marks in its cells, names on its amounts."""
    form = Form("demande_de_paiement.xlsx", "Demande de paiement LEADER : état des dépenses")
    widths = (7, 30, 22, 18, 13, 13, 15, 15)
    sheet = form.sheet(
        "État des dépenses", "DEMANDE DE PAIEMENT LEADER\nÉtat récapitulatif des dépenses", widths, wide=True
    )
    for row, words in (
        (2, "Bénéficiaire : {{porteur.nom}}"),
        (3, "Opération : {{titre}} (GAL {{gal}})"),
        (4, "Convention n° {{convention.reference}} du {{convention.date}}"),
    ):
        sheet.merge_range(row, 0, row, 7, words, form.input)
    heads = (
        "N°",
        "Nature de la dépense",
        "Fournisseur",
        "N° de facture",
        "Date facture",
        "Date paiement",
        "Montant présenté",
        "Catégorie",
    )
    for column, head in enumerate(heads):
        sheet.write(6, column, head, form.header)
    sheet.set_row(6, 30)
    marks = ("libelle", "fournisseur", "facture", "date_facture", "date_paiement", "montant", "categorie")
    looks = (form.input, form.input, form.words, form.day, form.day, form.money, form.input)
    for row in range(7, 19):
        sheet.write(row, 0, row - 6, form.office)
        for column, (mark, look) in enumerate(zip(marks, looks, strict=True), start=1):
            sheet.write_string(row, column, f"{{{{depenses_realisees.{mark}}}}}", look)
    sheet.merge_range(19, 0, 19, 5, "TOTAL PRÉSENTÉ", form.total)
    sheet.write_formula(19, 6, "=SUM(G8:G19)", form.total_money, 0)
    sheet.write_blank(19, 7, None, form.total)
    form.band(sheet, 21, "Rappel de l'aide accordée", 7)
    for row, label, name, look in (
        (22, "Dépenses du plan", "TotalDepenses", form.money),
        (23, "FEADER du plan", "Feader", form.money),
        (24, "Taux d'aide publique", "TauxAidePublique", form.input),
    ):
        sheet.merge_range(row, 0, row, 5, label, form.label)
        sheet.write_blank(row, 6, None, look)
        form.book.define_name(name, f"='État des dépenses'!$G${row + 1}")
    sheet.merge_range(25, 0, 25, 5, "Part des dépenses déjà présentée", form.total)
    sheet.write_formula(25, 6, '=IF(N(TotalDepenses)=0,"",G20/TotalDepenses)', form.total_rate, "")
    sheet.print_area(0, 0, 25, 7)
    form.book.close()


if __name__ == "__main__":
    application()
    claim()
