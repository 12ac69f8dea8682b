"""
The reference pages of the law: every formula in all its readings, every rule, every dated value of a parameter.

All that they say comes from the books of formulas, the classification of rules, the layers of law and the message
catalogues; the worked examples are computed on GAIA's plan and on the inputs of ``examples.toml``.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from labo_dossier.formulas import shown as in_cell
from labo_partenariats import api
from labo_partenariats.findings import core_catalogue
from labo_partenariats.formula import (
    Declaration,
    Explanations,
    Formula,
    FormulaBook,
    NoLimit,
    Source,
    Step,
    Unknown,
    evaluate,
    from_number,
    to_prose,
    to_spreadsheet,
)
from labo_partenariats.formula.value import Given
from labo_partenariats.i18n import Language, Term, format_value, text
from labo_partenariats.law import (
    Bands,
    Bilingual,
    Certainty,
    Library,
    Parameter,
    ParameterValue,
    Reference,
    Unit,
    classification,
    common_declarations,
)
from labo_partenariats.rules.books import BOOKS
from labo_partenariats.rules.explained import shown
from labo_partenariats.values.money import Money, Rate

HERE = Path(__file__).parent
GAIA = HERE.parent / "examples" / "gaia_2017" / "gaia_2017.toml"
FAMILIES = {
    "FIN": "Plan de financement",
    "SCO": "Coûts simplifiés",
    "RC": "Coûts raisonnables",
    "EL": "Éligibilité",
    "IK": "Contributions en nature",
    "NR": "Recettes",
    "SA": "Aides d'État",
    "PAY": "Paiement",
    "PEN": "Pénalités",
    "GOV": "Gouvernance",
}

#: The words of the page of formulas, which exists in both languages.
_FR = {
    "title": "Formules",
    "intro": "Chaque montant a une seule formule, écrite une fois. Le calcul, l'explication, la cellule du\n"
    "classeur et les phrases de cette page en sont des lectures.",
    "generated": "Page générée : ne pas modifier à la main.",
    "other": "In English: [formulas](en/formulas.md).",
    "other_name": "En anglais",
    "meaning": "Ce que c'est",
    "prose": "Formule",
    "unit": "Unité",
    "rounding": "Arrondi",
    "rule": "Règle",
    "inputs": "Données",
    "amounts": "Autres montants",
    "parameters": "Paramètres",
    "sheet": "Dans un tableur",
    "example": "Exemple (GAIA 2017)",
    "example_else": "Exemple",
    "none": "aucune",
    "with": "{value}, avec {operands}",
    "operand": "{label} : {value}",
    "unlimited": "sans limite fixée : {labels}",
    "separator": " ; ",
    "rule_link": "[{id}]({page}#{anchor}) : {title}",
    "rules_page": "regles.md",
    "parameters_page": "parametres.md",
}
_EN = {
    "title": "Formulas",
    "intro": "Each amount has one formula, written once. The computation, the explanation, the cell of the\n"
    "workbook and the sentences of this page are readings of it.",
    "generated": "Generated page: not to be changed by hand.",
    "other": "En français : [formules](../formules.md).",
    "other_name": "In French",
    "meaning": "What it is",
    "prose": "Formula",
    "unit": "Unit",
    "rounding": "Rounding",
    "rule": "Rule",
    "inputs": "Inputs",
    "amounts": "Other amounts",
    "parameters": "Parameters",
    "sheet": "In a spreadsheet",
    "example": "Example (GAIA 2017)",
    "example_else": "Example",
    "none": "none",
    "with": "{value}, with {operands}",
    "operand": "{label}: {value}",
    "unlimited": "no limit set: {labels}",
    "separator": "; ",
    "rule_link": "[{id}]({page}#{anchor}): {title}",
    "rules_page": "../regles.md",
    "parameters_page": "../parametres.md",
}


# --- formulas ---------------------------------------------------------------------------------------------------------


def formulas_in_french() -> str:
    """Every formula of every book, for French readers."""
    return _formulas("fr", _FR)


def formulas_in_english() -> str:
    """Every formula of every book, for English readers."""
    return _formulas("en", _EN)


def _formulas(language: Language, words: Mapping[str, str]) -> str:
    lines = [f"# {words['title']}", "", words["intro"], words["other"], words["generated"], ""]
    for name, book in BOOKS.items():
        lines += [f"## {format_value(Term('Book', name), language)}", ""]
        explanations, is_gaia = worked_example(name, book)
        for formula in book.formulas.values():
            lines += [f'<a id="{formula.key}"></a>', "", f"### {_label(formula.key, language)} (`{formula.key}`)", ""]
            lines += ["| | |", "|---|---|"]
            rows = _rows(book, formula, explanations[formula.key], language, words, is_gaia=is_gaia)
            lines += [f"| {head} | {_in_table(cell)} |" for head, cell in rows if cell]
            lines.append("")
    return "\n".join(lines)


def _rows(
    book: FormulaBook, formula: Formula, step: Step, language: Language, words: Mapping[str, str], *, is_gaia: bool
) -> Iterator[tuple[str, str]]:
    used = [declared for name, declared in book.declarations.items() if name in formula.expression.names()]
    by_source = {source: [each for each in used if each.source is source] for source in Source}
    yield words["other_name"], _label(formula.key, "en" if language == "fr" else "fr")
    yield words["meaning"], text(f"amounts.{formula.key}.meaning", language)
    yield words["prose"], to_prose(book, formula, language)
    yield words["unit"], format_value(Term("Unit", formula.unit), language)
    yield words["rounding"], format_value(formula.rounding, language)
    yield words["rule"], _rule_links(formula, language, words)
    yield words["inputs"], _named(by_source[Source.INPUT], language, words)
    yield words["amounts"], _named(by_source[Source.FORMULA], language, words, "#")
    yield words["parameters"], _named(by_source[Source.PARAMETER], language, words, words["parameters_page"] + "#")
    cells = {name: text(f"amounts.{name}.cell", language) for name in book.declarations}
    yield words["sheet"], f"`{in_cell(to_spreadsheet(book, formula, cells).text, language)}`"
    yield words["example" if is_gaia else "example_else"], _example(step, language, words)


def _label(key: str, language: Language) -> str:
    return text(f"amounts.{key}.label", language)


def _rule_links(formula: Formula, language: Language, words: Mapping[str, str]) -> str:
    links = [
        words["rule_link"].format(id=rule, page=words["rules_page"], anchor=rule.lower(), title=title(language))
        for rule in formula.rules
        for title in [classification()[rule].title]
    ]
    return "<br>".join(links) or words["none"]


def _named(declarations: Iterable[Declaration], language: Language, words: Mapping[str, str], link: str = "") -> str:
    names = [(each.name, _label(each.name, language)) for each in declarations]
    return words["separator"].join(
        f"[{label}]({link}{name}) (`{name}`)" if link else f"{label} (`{name}`)" for name, label in names
    )


def worked_example(name: str, book: FormulaBook) -> tuple[Explanations, bool]:
    """The book computed on GAIA's plan and the inputs of ``examples.toml``; whether GAIA's plan gave all of it."""
    case = api.check(api.read(GAIA)).assessment.case
    if book is case.amounts.explanations.book:
        return case.amounts.explanations, True
    typed = tomllib.loads((HERE / "examples.toml").read_text(encoding="utf-8")).get(name, {})
    given: dict[str, Given] = {
        key: as_typed(declared, typed[key]) if key in typed else _known(case.amounts.values.get(key), declared)
        for key, declared in book.declarations.items()
        if declared.source is not Source.FORMULA
    }
    return Explanations(book, evaluate(book, given)), not typed


def as_typed(declared: Declaration, typed: object) -> Given:
    """An input of ``examples.toml`` as the book counts it."""
    if isinstance(typed, list):
        return tuple(Money.euros(str(each)) for each in typed)
    if declared.unit == "EUR":
        return Money.euros(str(typed))
    return Rate(str(typed)) if declared.unit == "rate" else Decimal(str(typed))


def _known(value: object, declared: Declaration) -> Given:
    found = from_number(value, declared.unit) if isinstance(value, Fraction) else None
    return (found,) if declared.is_list and isinstance(found, Money) else found


def _example(step: Step, language: Language, words: Mapping[str, str]) -> str:
    operands = {each.key: each for each in _direct(step)}.values()
    told = [
        words["operand"].format(label=_label(str(each.key), language), value=shown(each, language))
        for each in operands
        if not isinstance(each.value, NoLimit)
    ]
    unlimited = [_label(str(each.key), language) for each in operands if isinstance(each.value, NoLimit)]
    if unlimited:
        told.append(words["unlimited"].format(labels=", ".join(unlimited)))
    value = shown(step, language)
    if isinstance(step.value, Unknown):
        value += f" ({', '.join(sorted(step.value.missing))})"
    return words["with"].format(value=f"**{value}**", operands=words["separator"].join(told))


def _direct(step: Step) -> Iterator[Step]:
    for operand in step.operands:
        if operand.key is not None:
            yield operand
        else:
            yield from _direct(operand)


def _in_table(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", "<br>")


# --- rules ------------------------------------------------------------------------------------------------------------


def rules() -> str:
    """The rules by family: what each is here and what implements it."""
    lines = [
        "# Règles",
        "",
        "Les règles du droit que la bibliothèque connaît, et ce qui les met en œuvre : les [formules](formules.md),",
        "les [constats](constats.md) que leur contrôle peut donner, les [paramètres](parametres.md) utilisés.",
        "Page générée : ne pas modifier à la main.",
        "",
    ]
    formulas: dict[str, list[str]] = {}
    for book in BOOKS.values():
        for formula in book.formulas.values():
            for rule in formula.rules:
                formulas.setdefault(rule, []).append(f"[`{formula.key}`](formules.md#{formula.key})")
    findings: dict[str, list[str]] = {}
    for code, entry in sorted(core_catalogue().entries.items()):
        findings.setdefault(entry.rule or "", []).append(f"[{code}](constats.md)")
    for family, title in FAMILIES.items():
        lines += [
            f"## {title}",
            "",
            "| règle | ce qu'elle dit | en anglais | nature | formules | constats | paramètres |",
        ]
        lines.append("|---|---|---|---|---|---|---|")
        for rule in classification().values():
            if rule.id.split("-")[0] != family:
                continue
            cells = (
                f'<a id="{rule.id.lower()}"></a>{rule.id}',
                rule.title.fr,
                rule.title.en,
                format_value(rule.kind, "fr"),
                " ".join(formulas.get(rule.id, ())),
                " ".join(findings.get(rule.id, ())),
                " ".join(f"[`{key}`](parametres.md#{key})" for key in rule.parameters),
            )
            lines.append("| " + " | ".join(map(_in_table, cells)) + " |")
        lines.append("")
    return "\n".join(lines)


# --- parameters -------------------------------------------------------------------------------------------------------


def parameters() -> str:
    """Every value of every parameter in every layer, with its days, its sources and how certain it is."""
    library = Library.builtin()
    layers = sorted(library.layers.values(), key=lambda layer: (layer.kind.rank, layer.id))
    lines = [
        "# Paramètres",
        "",
        "Toutes les valeurs du droit que la bibliothèque connaît, avec leurs jours, leur source et leur certitude.",
        "**Non vérifié** : de mémoire, ou lu de seconde main ; à ne jamais tenir pour le droit. *Pratique publiée* :",
        "ce qu'une région ou un GAL applique, qui n'est pas une loi. *Texte lu* : lu à l'adresse donnée.",
        "Une valeur dont le premier jour est inconnu est montrée, jamais appliquée.",
        "Page générée : ne pas modifier à la main.",
        "",
    ]
    for key, declared in common_declarations().items():
        rule = "" if declared.rule is None else f", règle [{declared.rule}](regles.md#{declared.rule.lower()})"
        unit = format_value(Term("Unit", declared.unit.value), "fr")
        lines += [f'<a id="{key}"></a>', "", f"## {declared.label.fr} (`{key}`)", "", f"*{unit}{rule}*", ""]
        if declared.note is not None:
            lines += [declared.note.fr, ""]
        found = [(layer, parameter) for layer in layers if (parameter := layer.parameters.get(key)) is not None]
        for layer, parameter in found:
            lines += [f"**{layer.label.fr}** (`{layer.id}`)", "", *_values(parameter), ""]
        if not any(parameter.values for _, parameter in found):
            lines += ["Aucune valeur publiée n'est connue.", ""]
    lines += ["## Remarques des échelons", ""]
    for layer in layers:
        if layer.notes:
            lines += [f"### {layer.label.fr} (`{layer.id}`)", ""]
            for note in layer.notes:
                rule = f" ([{note.rule}](regles.md#{note.rule.lower()}))" if note.rule else ""
                lines += [f"- {note.text.fr}{rule}", *_references(note.references)]
            lines.append("")
    return "\n".join(lines)


def _values(parameter: Parameter) -> Iterator[str]:
    for value in parameter.values:
        when = "".join(f", {_circumstance(name, chosen)}" for name, chosen in value.when.items())
        told = _value(value.declaration.options, value.unit, value.value)
        yield f"- {told}{when} ; {_days(value)} ; {_certainty(value.certainty)}{_certainty_of_days(value)}"
        if isinstance(value.value, Bands):
            yield from _bands(value, value.value)
        if value.note is not None:
            yield f"  - {value.note.fr}"
        yield from _references(value.references)


def _value(options: Mapping[str, Bilingual], unit: Unit, value: object) -> str:
    match value:
        case Bands():
            return "Barème"
        case str() if unit is Unit.CHOICE:
            return options[value].fr
        case tuple():
            return ", ".join(options[each].fr for each in value)
        case int() | Decimal() if not isinstance(value, bool) and unit is not Unit.COUNT:
            return f"{format_value(value, 'fr')} {format_value(Term('Unit', unit.value), 'fr')}"
        case _:
            return format_value(value, "fr")


def _circumstance(name: str, chosen: str) -> str:
    return f"fiche-action {chosen}" if name == "fiche_action" else text(f"terms.Circumstance.{name}_{chosen}", "fr")


def _days(value: ParameterValue) -> str:
    end = "" if value.end is None else f" au {format_value(value.end, 'fr')}"
    if value.start is None:
        return f"premier jour inconnu, jusqu'{end.strip()}" if end else "jours inconnus"
    return f"du {_day(value.start)}{end}" if end else f"depuis le {_day(value.start)}"


def _day(day: dt.date) -> str:
    return format_value(day, "fr")


def _certainty(certainty: Certainty) -> str:
    mark = "**" if certainty is Certainty.UNVERIFIED else "*"
    return f"{mark}{format_value(certainty, 'fr')}{mark}"


def _certainty_of_days(value: ParameterValue) -> str:
    same = value.dates_certainty is value.certainty
    return "" if same else f", jours : {_certainty(value.dates_certainty)}"


def _bands(value: ParameterValue, bands: Bands) -> Iterator[str]:
    for row in bands.rows:
        bounds = [f"{_AXES[axis]} : {_bound(bound)}" for axis, bound in zip(bands.axes, row.up_to, strict=True)]
        yield f"  - {', '.join(bounds)} → {_value({}, value.unit, row.gives)}"


def _bound(bound: object) -> str:
    return "au-delà" if bound is None else f"jusqu'à {format_value(bound, 'fr')}"


_AXES = {"fiscal_power": "puissance fiscale (CV)", "annual_km": "kilomètres de l'année", "amount": "montant"}


def _references(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        parts = [reference.act + ("" if reference.article is None else f", article {reference.article}")]
        if reference.quote is not None:
            parts.append(f"« {reference.quote} »")
        if reference.fact is not None:
            parts.append(reference.fact.fr)
        if reference.url is not None and reference.consulted is not None:
            parts.append(f"<{reference.url}> (consulté le {_day(reference.consulted)})")
        yield "  - " + ". ".join(part.rstrip(".") for part in parts) + "."
