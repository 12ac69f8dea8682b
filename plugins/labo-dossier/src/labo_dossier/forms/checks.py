"""What keeps a cell from being filled, or its filling from being what it seems: told before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from labo_dossier.forms.book import Form
from labo_dossier.forms.codes import cell, tell
from labo_dossier.forms.rules import accepts, limits_of
from labo_dossier.forms.sheet import within
from labo_dossier.forms.targets import Source, Target
from labo_dossier.forms.writing import content_of
from labo_dossier.texts import CELL_LENGTH, units
from labo_partenariats.plugin import CellLocation, Finding, OutValue, as_text
from labo_partenariats.plugin.report import Language


def obstacles(form: Form, target: Target, language: Language) -> tuple[Finding, ...]:
    """What is to be said of filling *target*; an error among it means that the form is not written at all."""
    where = cell(form.path.name, target.sheet.name, *target.place)
    return (
        *_closed(form, target, where),
        *_refused(form, target, where, language),
        *_replaced(form, target, where),
        *_written_otherwise(form, target, where, language),
    )


def is_left_alone(form: Form, target: Target) -> str | None:
    """
    Why a cell that bears one of our names is left as it is: ``formula`` or ``locked``.

    A form may call its own cells as we do, to compute with them; only a mapping or a mark says that it wants them
    filled. The rows of a table are another matter: one that is filled in part is worse than none.
    """
    if target.source is not Source.NAME or target.is_line:
        return None
    if _holds_formula(target):
        return "formula"
    return "locked" if _is_locked(form, target) else None


def _holds_formula(target: Target) -> bool:
    found = target.sheet.cells.get(target.place)
    if found is not None and found.formula is not None:
        return True
    return any(each.reach is not None and within(target.place, each.reach) for each in target.sheet.arrays)


def _is_locked(form: Form, target: Target) -> bool:
    return target.sheet.is_protected and form.styles.is_locked(target.sheet.style_at(target.place))


def _closed(form: Form, target: Target, where: CellLocation) -> Iterator[Finding]:
    merged = target.sheet.merge_at(target.place)
    if _holds_formula(target):
        yield tell("FRM105", {"name": target.name}, where)
    elif target.source is not Source.MARK and _is_locked(form, target):
        yield tell("FRM106", {"name": target.name}, where)
    if merged is not None and merged[:2] != target.place:
        yield tell("FRM107", {"name": target.name, "area": where.cell}, where)


def _refused(form: Form, target: Target, where: CellLocation, language: Language) -> Iterator[Finding]:
    held = target.held
    if held is None:
        return
    if isinstance(held, str) and (length := units(held)) > CELL_LENGTH:
        yield tell("FRM109", {"name": target.name, "length": length, "limit": CELL_LENGTH}, where)
        return
    for rule in target.sheet.rules_at(target.place):
        is_fine = accepts(form, target.sheet, rule, held)
        facts = {"name": target.name, "value": _shown(held, language), "known": limits_of(form, target.sheet, rule)}
        if is_fine is None:
            yield tell("FRM117", facts, where)
        elif not is_fine:
            yield tell("FRM108" if rule.is_strict else "FRM118", facts, where, value=_shown(held, language))


def _replaced(form: Form, target: Target, where: CellLocation) -> Iterator[Finding]:
    former = form.text_at(target.sheet, target.place)
    if target.source is Source.MARK:
        if former is not None and form.is_rich(target.sheet, target.place):
            yield tell("FRM122", {"name": target.name}, where)
    elif former and former.strip() and former != _raw(form, target):
        yield tell("FRM116", {"name": target.name, "former": former[:80]}, where, value=former[:200])


def _raw(form: Form, target: Target) -> str | None:
    """What the cell will hold, spelled as `Form.text_at` spells what it holds now."""
    return None if target.held is None else content_of(form, target).text


def _written_otherwise(form: Form, target: Target, where: CellLocation, language: Language) -> Iterator[Finding]:
    if target.held is None:
        return
    made = content_of(form, target)
    if made.is_worded:
        yield tell("FRM119", {"name": target.name, "value": made.text}, where)
    if made.is_rounded:
        yield tell("FRM121", {"name": target.name, "value": _shown(target.held, language)}, where)
    if made.removed:
        yield tell("FRM123", {"name": target.name, "count": made.removed}, where)


def _shown(held: OutValue, language: Language) -> str:
    return as_text(held, language)[:80]
