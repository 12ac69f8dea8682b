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
    "FIN": Bilingual("Plan de financement", "Financing plan"),
    "SCO": Bilingual("Coûts simplifiés", "Simplified costs"),
    "RC": Bilingual("Coûts raisonnables", "Reasonable costs"),
    "EL": Bilingual("Éligibilité", "Eligibility"),
    "IK": Bilingual("Contributions en nature", "Contributions in kind"),
    "NR": Bilingual("Recettes", "Revenue"),
    "SA": Bilingual("Aides d'État", "State aid"),
    "PAY": Bilingual("Paiement", "Payment"),
    "PEN": Bilingual("Pénalités", "Penalties"),
    "GOV": Bilingual("Gouvernance", "Governance"),
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
    "rules_page": "rules.md",
    "parameters_page": "parameters.md",
}

#: The words of the pages of rules and parameters.
_RULES = {
    "fr": {
        "intro": "# Règles\n\nLes règles du droit que la bibliothèque connaît, et ce qui les met en œuvre : les "
        "[formules](formules.md),\nles [constats](constats.md) que leur contrôle peut donner, les "
        "[paramètres](parametres.md) utilisés.\nPage générée : ne pas modifier à la main. [In English](en/rules.md).",
        "head": "| règle | ce qu'elle dit | en anglais | nature | formules | constats | paramètres |",
        "pages": ("formules.md", "constats.md", "parametres.md"),
    },
    "en": {
        "intro": "# Rules\n\nThe rules of law that the library knows, and what puts them to work: the "
        "[formulas](formulas.md),\nthe [findings](findings.md) that their check may give, the "
        "[parameters](parameters.md) used.\nGenerated page: not to be changed by hand. [En français](../regles.md).",
        "head": "| rule | what it says | in French | kind | formulas | findings | parameters |",
        "pages": ("formulas.md", "findings.md", "parameters.md"),
    },
}
_UNVERIFIED = {
    "fr": {
        "intro": "# Ce qui reste à vérifier\n\nSur {known} valeurs du droit, {count} n'ont pas été lues dans leur "
        "texte, ou leurs jours ne l'ont pas été.\nElles servent, et partout où elles servent elles sont dites non "
        "vérifiées. Qui a le texte sous les yeux\npeut en régler une : "
        "[ajouter un taux](../guides/ajouter-un-taux.md).\n"
        "Page générée : ne pas modifier à la main. [In English](en/unverified.md).",
        "head": "| paramètre | valeur | jours | ce qui n'est pas vérifié |",
        "value": "la valeur",
        "days": "les jours",
        "page": "parametres.md",
    },
    "en": {
        "intro": "# What is still to be verified\n\nOf {known} values of the law, {count} were not read in their text, "
        "or their days were not.\nThey are used, and wherever they are used they are said to be unverified. Whoever "
        "has the text at hand\ncan settle one: [add a rate](../../guides/ajouter-un-taux.md) (in French).\n"
        "Generated page: not to be changed by hand. [En français](../a-verifier.md).",
        "head": "| parameter | value | days | what is not verified |",
        "value": "the value",
        "days": "the days",
        "page": "parameters.md",
    },
}
_PARAMETERS = {
    "fr": {
        "intro": "# Paramètres\n\nToutes les valeurs du droit que la bibliothèque connaît, avec leurs jours, "
        "leur source "
        "et leur certitude.\n**Non vérifié** : de mémoire, ou lu de seconde main ; à ne jamais tenir pour le droit. "
        "*Pratique publiée* :\nce qu'une région ou un GAL applique, qui n'est pas une loi. *Texte lu* : lu à "
        "l'adresse "
        "donnée.\nUne valeur dont le premier jour est inconnu est montrée, jamais appliquée.\n"
        "Page générée : ne pas modifier à la main. [In English](en/parameters.md).",
        "rule": ", règle [{id}](regles.md#{anchor})",
        "note_rule": " ([{id}](regles.md#{anchor}))",
        "none": "Aucune valeur publiée n'est connue.",
        "notes": "Remarques des échelons",
        "bands": "Barème",
        "first_unknown": "premier jour inconnu, jusqu'au {end}",
        "unknown": "jours inconnus",
        "from_to": "du {start} au {end}",
        "from": "depuis le {start}",
        "days": ", jours : {certainty}",
        "between": " ; ",
        "beyond": "au-delà",
        "up_to": "jusqu'à {bound}",
        "row": "{axis} : {bound}",
        "article": ", article {article}",
        "quote": "« {quote} »",
        "consulted": "<{url}> (consulté le {day})",
        "fiscal_power": "puissance fiscale (CV)",
        "annual_km": "kilomètres de l'année",
        "amount": "montant",
    },
    "en": {
        "intro": "# Parameters\n\nAll the values of the law that the library knows, with their days, their "
        "source and "
        "their certainty.\n**Unverified**: from memory, or read at second hand; never to be taken for the law. "
        "*Published "
        "practice*:\nwhat a region or a local action group applies, which is no law. *Text read*: read at the "
        "address "
        "given.\nA value whose first day is unknown is shown, never applied.\n"
        "Generated page: not to be changed by hand. [En français](../parametres.md).",
        "rule": ", rule [{id}](rules.md#{anchor})",
        "note_rule": " ([{id}](rules.md#{anchor}))",
        "none": "No published value is known.",
        "notes": "Remarks of the layers",
        "bands": "Scale",
        "first_unknown": "first day unknown, until {end}",
        "unknown": "days unknown",
        "from_to": "from {start} to {end}",
        "from": "since {start}",
        "days": ", days: {certainty}",
        "between": "; ",
        "beyond": "beyond",
        "up_to": "up to {bound}",
        "row": "{axis}: {bound}",
        "article": ", article {article}",
        "quote": "« {quote} »",
        "consulted": "<{url}> (consulted on {day})",
        "fiscal_power": "fiscal power (CV)",
        "annual_km": "kilometres of the year",
        "amount": "amount",
    },
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


def rules_in_french() -> str:
    """The rules by family, for French readers."""
    return _rules("fr")


def rules_in_english() -> str:
    """The rules by family, for English readers."""
    return _rules("en")


def _rules(language: Language) -> str:
    """The rules by family: what each is here and what implements it."""
    words = _RULES[language]
    formula_page, finding_page, parameter_page = words["pages"]
    lines = [str(words["intro"]), ""]
    formulas: dict[str, list[str]] = {}
    for book in BOOKS.values():
        for formula in book.formulas.values():
            for rule in formula.rules:
                formulas.setdefault(rule, []).append(f"[`{formula.key}`]({formula_page}#{formula.key})")
    findings: dict[str, list[str]] = {}
    for code, entry in sorted(core_catalogue().entries.items()):
        findings.setdefault(entry.rule or "", []).append(f"[{code}]({finding_page})")
    for family, title in FAMILIES.items():
        lines += [f"## {title(language)}", "", str(words["head"])]
        lines.append("|---|---|---|---|---|---|---|")
        for rule in classification().values():
            if rule.id.split("-")[0] != family:
                continue
            cells = (
                f'<a id="{rule.id.lower()}"></a>{rule.id}',
                rule.title(language),
                rule.title("en" if language == "fr" else "fr"),
                format_value(rule.kind, language),
                " ".join(formulas.get(rule.id, ())),
                " ".join(findings.get(rule.id, ())),
                " ".join(f"[`{key}`]({parameter_page}#{key})" for key in rule.parameters),
            )
            lines.append("| " + " | ".join(map(_in_table, cells)) + " |")
        lines.append("")
    return "\n".join(lines)


# --- parameters -------------------------------------------------------------------------------------------------------


def parameters_in_french() -> str:
    """Every dated value of the law, for French readers."""
    return _parameters("fr")


def parameters_in_english() -> str:
    """Every dated value of the law, for English readers."""
    return _parameters("en")


def unverified_in_french() -> str:
    """What is still to be verified in the law, for French readers."""
    return _unverified_page("fr")


def unverified_in_english() -> str:
    """What is still to be verified in the law, for English readers."""
    return _unverified_page("en")


def _parameters(language: Language) -> str:
    """Every value of every parameter in every layer, with its days, its sources and how certain it is."""
    words = _PARAMETERS[language]
    library = Library.builtin()
    layers = sorted(library.layers.values(), key=lambda layer: (layer.kind.rank, layer.id))
    lines = [words["intro"], ""]
    for key, declared in common_declarations().items():
        rule = "" if declared.rule is None else words["rule"].format(id=declared.rule, anchor=declared.rule.lower())
        unit = format_value(Term("Unit", declared.unit.value), language)
        lines += [f'<a id="{key}"></a>', "", f"## {declared.label(language)} (`{key}`)", "", f"*{unit}{rule}*", ""]
        if declared.note is not None:
            lines += [declared.note(language), ""]
        found = [(layer, parameter) for layer in layers if (parameter := layer.parameters.get(key)) is not None]
        for layer, parameter in found:
            lines += [f"**{layer.label(language)}** (`{layer.id}`)", "", *_values(parameter, language), ""]
        if not any(parameter.values for _, parameter in found):
            lines += [words["none"], ""]
    lines += [f"## {words['notes']}", ""]
    for layer in layers:
        if layer.notes:
            lines += [f"### {layer.label(language)} (`{layer.id}`)", ""]
            for note in layer.notes:
                rule = words["note_rule"].format(id=note.rule, anchor=note.rule.lower()) if note.rule else ""
                lines += [f"- {note.text(language)}{rule}", *_references(note.references, language)]
            lines.append("")
    return "\n".join(lines)


def _unverified_page(language: Language) -> str:
    """The values of the law that nobody has checked against a text, or of which nobody has checked the days."""
    words = _UNVERIFIED[language]
    layers = sorted(Library.builtin().layers.values(), key=lambda layer: (layer.kind.rank, layer.id))
    found = [
        (layer, [row for key, each in layer.parameters.items() for row in _unverified(key, each, language)])
        for layer in layers
    ]
    known = sum(len(each.values) for layer in layers for each in layer.parameters.values())
    lines = [words["intro"].format(count=sum(len(rows) for _, rows in found), known=known), ""]
    for layer, rows in found:
        if rows:
            lines += [f"## {layer.label(language)} (`{layer.id}`)", "", words["head"], "|---|---|---|---|", *rows, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _unverified(key: str, parameter: Parameter, language: Language) -> Iterator[str]:
    words = _UNVERIFIED[language]
    for value in parameter.values:
        doubts = [
            word
            for word, certainty in (("value", value.certainty), ("days", value.dates_certainty))
            if certainty is Certainty.UNVERIFIED
        ]
        if doubts:
            declared = value.declaration
            told = _value(declared.options, value.unit, value.value, language)
            when = "".join(f", {_circumstance(name, chosen, language)}" for name, chosen in value.when.items())
            what = ", ".join(words[word] for word in doubts)
            label = f"[{declared.label(language)}]({words['page']}#{key})"
            yield f"| {label} | {_in_table(told + when)} | {_days(value, language)} | {what} |"


def _values(parameter: Parameter, language: Language) -> Iterator[str]:
    between = _PARAMETERS[language]["between"]
    for value in parameter.values:
        when = "".join(f", {_circumstance(name, chosen, language)}" for name, chosen in value.when.items())
        told = _value(value.declaration.options, value.unit, value.value, language)
        certain = _certainty(value.certainty, language) + _certainty_of_days(value, language)
        yield f"- {told}{when}{between}{_days(value, language)}{between}{certain}"
        if isinstance(value.value, Bands):
            yield from _bands(value, value.value, language)
        if value.note is not None:
            yield f"  - {value.note(language)}"
        yield from _references(value.references, language)


def _value(options: Mapping[str, Bilingual], unit: Unit, value: object, language: Language) -> str:
    match value:
        case Bands():
            return _PARAMETERS[language]["bands"]
        case str() if unit is Unit.CHOICE:
            return options[value](language)
        case tuple():
            return ", ".join(options[each](language) for each in value)
        case int() | Decimal() if not isinstance(value, bool) and unit is not Unit.COUNT:
            return f"{format_value(value, language)} {format_value(Term('Unit', unit.value), language)}"
        case _:
            return format_value(value, language)


def _circumstance(name: str, chosen: str, language: Language) -> str:
    return f"fiche-action {chosen}" if name == "fiche_action" else text(f"terms.Circumstance.{name}_{chosen}", language)


def _days(value: ParameterValue, language: Language) -> str:
    words = _PARAMETERS[language]
    if value.start is None:
        found = words["unknown"] if value.end is None else words["first_unknown"]
    else:
        found = words["from"] if value.end is None else words["from_to"]
    return found.format(start=_day(value.start, language), end=_day(value.end, language))


def _day(day: dt.date | None, language: Language) -> str:
    return "" if day is None else format_value(day, language)


def _certainty(certainty: Certainty, language: Language) -> str:
    mark = "**" if certainty is Certainty.UNVERIFIED else "*"
    return f"{mark}{format_value(certainty, language)}{mark}"


def _certainty_of_days(value: ParameterValue, language: Language) -> str:
    if value.dates_certainty is value.certainty:
        return ""
    return _PARAMETERS[language]["days"].format(certainty=_certainty(value.dates_certainty, language))


def _bands(value: ParameterValue, bands: Bands, language: Language) -> Iterator[str]:
    words = _PARAMETERS[language]
    for row in bands.rows:
        bounds = [
            words["row"].format(axis=words[axis], bound=_bound(bound, language))
            for axis, bound in zip(bands.axes, row.up_to, strict=True)
        ]
        yield f"  - {', '.join(bounds)} → {_value({}, value.unit, row.gives, language)}"


def _bound(bound: object, language: Language) -> str:
    words = _PARAMETERS[language]
    return words["beyond"] if bound is None else words["up_to"].format(bound=format_value(bound, language))


def _references(references: Iterable[Reference], language: Language) -> Iterator[str]:
    words = _PARAMETERS[language]
    for reference in references:
        article = "" if reference.article is None else words["article"].format(article=reference.article)
        parts = [reference.act + article]
        if reference.quote is not None:
            parts.append(words["quote"].format(quote=reference.quote))
        if reference.fact is not None:
            parts.append(reference.fact(language))
        if reference.url is not None and reference.consulted is not None:
            parts.append(words["consulted"].format(url=reference.url, day=_day(reference.consulted, language)))
        yield "  - " + ". ".join(part.rstrip(".") for part in parts) + "."
