"""What this exporter has to say of a dossier that a workbook cannot hold as it is."""

from __future__ import annotations

from labo_partenariats.plugin import Catalogue, Entry, Severity

ENTRIES = (
    Entry(
        code="XLS101",
        name="formula-not-exact",
        severity=Severity.WARNING,
        texts={
            "fr": {
                "title": "Formule remplacée par sa valeur",
                "message": "« {label} » est écrit comme une valeur, sans formule : les nombres de ce plan dépassent ce qu'un "
                "tableur calcule au centime près.",
                "why": "Une formule fausse d'un centime serait pire qu'une valeur exacte.",
                "remedy": "Rien à faire ici : refaites le dossier après chaque changement de montant.",
            },
            "en": {
                "title": "Formula replaced by its value",
                "message": "“{label}” is written as a value, without a formula: the numbers of this plan are beyond what a "
                "spreadsheet computes to the cent.",
                "why": "A formula that is one cent out would be worse than an exact value.",
                "remedy": "Nothing to do here: make the dossier again after each change of an amount.",
            },
        },
    ),
    Entry(
        code="XLS102",
        name="unprintable-characters",
        severity=Severity.NOTE,
        texts={
            "fr": {
                "title": "Caractères invisibles retirés",
                "message": "{count} caractères invisibles ont été retirés de ce texte.",
                "why": "Un classeur Excel n'admet pas ces caractères : il ne s'ouvrirait pas.",
                "remedy": "Effacez-les dans la source, où un copier-coller les a sans doute laissés.",
            },
            "en": {
                "title": "Invisible characters removed",
                "message": "{count} invisible characters were removed from this text.",
                "why": "An Excel workbook does not allow these characters: it would not open.",
                "remedy": "Delete them in the source, where copy and paste probably left them.",
            },
        },
    ),
    Entry(
        code="XLS103",
        name="text-cut",
        severity=Severity.WARNING,
        texts={
            "fr": {
                "title": "Texte coupé",
                "message": "Ce texte de {length} caractères a été coupé à {limit}, la longueur qu'une cellule peut contenir.",
                "why": "La fin du texte manque dans le dossier.",
                "remedy": "Raccourcissez le texte, ou joignez-le en annexe.",
            },
            "en": {
                "title": "Text cut",
                "message": "This text of {length} characters was cut to {limit}, the length that a cell can hold.",
                "why": "The end of the text is missing from the dossier.",
                "remedy": "Shorten the text, or attach it as an annex.",
            },
        },
    ),
    Entry(
        code="XLS104",
        name="number-not-exact",
        severity=Severity.WARNING,
        texts={
            "fr": {
                "title": "Nombre trop long pour un tableur",
                "message": "Le nombre {number} a plus de chiffres qu'une cellule n'en garde : le classeur l'arrondit.",
                "why": "Un tableur ne garde que quinze chiffres.",
                "remedy": "Vérifiez que ce nombre est le bon ; le fichier JSON, lui, le garde entier.",
            },
            "en": {
                "title": "Number too long for a spreadsheet",
                "message": "The number {number} has more digits than a cell keeps: the workbook rounds it.",
                "why": "A spreadsheet keeps fifteen digits only.",
                "remedy": "Check that this is the right number; the JSON file keeps it whole.",
            },
        },
    ),
    Entry(
        code="XLS105",
        name="text-taller-than-page",
        severity=Severity.NOTE,
        texts={
            "fr": {
                "title": "Texte plus haut qu'une ligne de classeur",
                "message": "Ce texte est trop long pour sa cellule : il est entier dans le classeur, mais la fin ne s'imprime pas.",
                "why": "Une ligne de classeur a une hauteur maximale.",
                "remedy": "Raccourcissez le texte, ou répartissez-le en plusieurs lignes.",
            },
            "en": {
                "title": "Text taller than a row of a workbook",
                "message": "This text is too long for its cell: it is whole in the workbook, but its end is not printed.",
                "why": "A row of a workbook has a largest height.",
                "remedy": "Shorten the text, or spread it over several rows.",
            },
        },
    ),
)

#: The same codes by name, to make findings of them.
CATALOGUE = Catalogue({entry.code: entry for entry in ENTRIES})
