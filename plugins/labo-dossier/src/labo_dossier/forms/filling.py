"""Filling a funder's form: everything that can be told beforehand is told; then the form is written, or is not."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import BinaryIO

from attrs import evolve

from labo_dossier.forms.book import Form, open_form
from labo_dossier.forms.candidates import empty_cells
from labo_dossier.forms.checks import is_left_alone, obstacles
from labo_dossier.forms.codes import cell, tell
from labo_dossier.forms.facts import Facts, gather
from labo_dossier.forms.mapping import Mapping, read_mapping
from labo_dossier.forms.names import key_of
from labo_dossier.forms.stale import stale
from labo_dossier.forms.targets import Aim, Target
from labo_dossier.forms.writing import CONTENT_TYPES, filled_parts
from labo_partenariats.plugin import ExportOptions, Finding, Limits, Severity, Work

#: How many names and cells of a form are listed to someone who wonders what to fill.
_LISTED = 12
_MACROS = b"macroEnabled.main+xml"


def fill(work: Work, options: ExportOptions, template: Path, out: BinaryIO) -> tuple[Finding, ...]:
    """
    Fill the form *template* with what *work* says and write it to *out*.

    Cells are those that ``options.mapping`` names, those that hold a mark such as ``{{titre}}`` and those that bear one
    of our names. An error among the findings (codes ``FRM…``) means that nothing was written. Raises
    `UnreadableSource` for a form or a mapping that cannot be opened.
    """
    form = open_form(template, Limits())
    mapping, findings = read_mapping(options.mapping)
    facts, private = gather(work, options)
    facts, strange = _in_the_forms_words(facts, mapping)
    aim = Aim(form, facts, mapping)
    aim.take()
    targets, told = _open(form, aim)
    found = [*_whole(form, options), *findings, *strange, *aim.findings, *told]
    found += [finding for target in targets for finding in obstacles(form, target, options.language)]
    if not aim.targets and not any(each.severity is Severity.ERROR for each in found):
        found.append(_nothing_to_fill(form))
    found += private if aim.asked_private else ()
    if any(each.severity is Severity.ERROR for each in found):
        return tuple(found)
    old = stale(form, [(target.sheet.name, target.place) for target in targets])
    count = sum(len(places) for places in old.values())
    if count:
        found.append(tell("FRM120", {"count": count}))
    form.write(filled_parts(form, targets, old), out)
    return tuple(found)


def _in_the_forms_words(facts: Facts, mapping: Mapping) -> tuple[Facts, list[Finding]]:
    """The facts told in the words of the form; and the words of the mapping that are none of ours."""
    strange = [
        tell("FRM103", {"name": word, "near": None}, mapping.place(word))
        for word in mapping.words
        if key_of(word) not in facts.vocabulary
    ]
    replaced = {key_of(word): other for word, other in mapping.words.items()}
    return evolve(facts, replaced=replaced), strange


def _open(form: Form, aim: Aim) -> tuple[list[Target], list[Finding]]:
    """The targets that may be filled, and the cells of one of our names that the form keeps for itself."""
    kept: list[Target] = []
    told: list[Finding] = []
    for target in aim.targets.values():
        reason = is_left_alone(form, target)
        if reason is None:
            kept.append(target)
        else:
            where = cell(form.path.name, target.sheet.name, *target.place)
            told.append(tell("FRM124" if reason == "formula" else "FRM125", {"name": target.name}, where))
    return kept, told


def _whole(form: Form, options: ExportOptions) -> list[Finding]:
    """What concerns the form as a whole."""
    found: list[Finding] = []
    types = b"".join(form.archive.chunks(CONTENT_TYPES, small=True)) if CONTENT_TYPES in form.archive else b""
    wanted = ".xlsm" if _MACROS in types else ".xlsx"
    if options.suffix not in {None, wanted}:
        found.append(tell("FRM126", {"form": form.path.name, "suffix": wanted}))
    if form.is_signed:
        found.append(tell("FRM112", {"form": form.path.name}))
    if form.has_macros:
        found.append(tell("FRM127", {"form": form.path.name}))
    marked = tuple(form.marked_elsewhere())
    if marked:
        found.append(tell("FRM128", {"places": marked}))
    return found


def _nothing_to_fill(form: Form) -> Finding:
    names = [each.name for each in form.names if each.area is not None and each.is_shown]
    cells = [str(each) for each in islice(empty_cells(form), _LISTED)]
    facts = {
        "form": form.path.name,
        "names": tuple(names[:_LISTED]) or None,
        "cells": tuple(cells) or None,
    }
    return tell("FRM101", facts)
