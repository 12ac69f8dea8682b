"""
Files of law: one TOML file is one layer, read as a whole with every problem it has.

::

    [layer]
    id = "fr.paca.my-group"
    kind = "lag"                                  # eu, country, region, lag
    parent = "fr.paca"
    label = { fr = "Mon GAL", en = "My group" }

    [[parameters.eafrd_floor.values]]             # a common key (keys.toml); others also give unit and label
    from = 2023-01-01                             # or "unknown": then shown, never applied
    to = 2027-12-31                               # included; absent when no end is known
    value = 3000
    when = { owner = "private" }                  # absent for the general rule
    certainty = "published practice"              # verified, published practice, unverified
    [[parameters.eafrd_floor.values.references]]
    act = "Fiche-action 3"
    url = "https://example.org/fiche-3"
    consulted = 2026-11-22
    fact = { fr = "Plancher de 3 000 euros.", en = "Floor of 3,000 euros." }

A value by bands is an array of rows, each with the highest quantity it holds and what it ``gives``; the last band
leaves its bound out: ``[{ amount = 1000, gives = 0 }, { gives = 2 }]``.

A layer with a problem is not used at all: a layer with holes would let a more general one answer in its stead.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Final

from attrs import evolve

from labo_partenariats.law import problems as found
from labo_partenariats.law.amounts import read_value
from labo_partenariats.law.declarations import KEY, RULE, common_declarations, read_declaration
from labo_partenariats.law.parameter import Declaration, Layer, Note, Parameter, ParameterValue, Reference
from labo_partenariats.law.problems import Problem, TableReader
from labo_partenariats.law.terms import QUALIFIERS, Certainty, LayerKind

#: A longer quotation than this is a copy of the text.
LONGEST_QUOTE: Final = 30

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*")
_URL: Final = re.compile(r"https?://[^\s/]+\.[^\s]+")
_CERTAINTIES: Final = tuple(certainty.value for certainty in Certainty)
_KINDS: Final = tuple(kind.value for kind in LayerKind)
_UNKNOWN: Final = "unknown"
_LARGEST: Final = 2 * 2**20


def load_layer(source: str | Path | Traversable) -> tuple[Layer | None, tuple[Problem, ...]]:
    """
    Read one layer of law.

    *source* is the text of a TOML file, or the path of one. Returns the layer, None when the file has a problem, and
    all its problems in the order of the file's reading. Never raises.
    """
    name = None if isinstance(source, str) else source.name
    try:
        text = source if isinstance(source, str) else _read(source)
        raw = tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        reason = str(error) or type(error).__name__
        return None, (Problem(found.UNREADABLE, "", {"reason": reason}, name),)
    problems: list[Problem] = []
    layer = _layer(TableReader(raw, "", problems))
    return (None if problems else layer), tuple(evolve(problem, file=name) for problem in problems)


def _read(source: Path | Traversable) -> str:
    with source.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"> {_LARGEST} bytes")
    return bytes(content).decode("utf-8")


def _layer(file: TableReader) -> Layer | None:
    head, parameters = file.table("layer", required=True), file.table("parameters")
    file.finish()
    if head is None:
        return None
    layer_id = head.name("id", _ID, required=True)
    kind = head.one_of("kind", _KINDS, required=True)
    label = head.bilingual("label", required=True)
    parent = head.name("parent", _ID, required=kind not in (None, LayerKind.EU.value))
    if kind == LayerKind.EU.value and parent is not None:
        head.report(found.PARENT_NOT_ABOVE, "parent", parent=parent)
    names = _names(head)
    notes = tuple(_note(table) for table in head.tables("notes"))
    head.finish()
    read = {} if parameters is None else _parameters(parameters, layer_id or "")
    if layer_id is None or kind is None or label is None:
        return None
    return Layer(
        id=layer_id,
        kind=LayerKind(kind),
        label=label,
        parent=parent,
        names=names,
        notes=tuple(note for note in notes if note is not None),
        parameters=read,
    )


def _names(head: TableReader) -> tuple[str, ...]:
    names = head.take("names", list) or []
    for i, name in enumerate(names):
        if not isinstance(name, str) or not name.strip():
            head.report(found.WRONG_TYPE, f"names[{i}]", expected="string", found=found.kind_of(name))
    return tuple(name for name in names if isinstance(name, str))


def _note(table: TableReader) -> Note | None:
    text, rule = table.bilingual("text", required=True), table.name("rule", RULE)
    references = _references(table)
    table.finish()
    return None if text is None else Note(text=text, rule=rule, references=references)


def _parameters(table: TableReader, layer: str) -> dict[str, Parameter]:
    read: dict[str, Parameter] = {}
    for key in table.raw:
        entry = table.table(key)
        if entry is None:
            continue
        if not KEY.fullmatch(key):
            table.report(found.BAD_NAME, key, value=key, pattern=KEY.pattern)
        declaration = read_declaration(key, entry, common_declarations(), last=False)
        values = entry.tables("values")
        entry.finish()
        if declaration is None:
            continue
        dated = [_value(value, declaration, layer) for value in values]
        kept = tuple(value for value in dated if value is not None)
        if len(kept) == len(values):
            _check_order(kept, entry)
        read[key] = Parameter(declaration, kept)
    return read


def _value(table: TableReader, declaration: Declaration, layer: str) -> ParameterValue | None:
    before = len(table.problems)
    start, end = _start(table), table.take("to", dt.date)
    if start is not None and end is not None and end < start:
        table.report(found.ENDS_BEFORE_START, "to", start=start, end=end)
    certainty = table.one_of("certainty", _CERTAINTIES, required=True)
    dates_certainty = table.one_of("dates_certainty", _CERTAINTIES)
    when, note = _conditions(table), table.bilingual("note")
    references = _references(table)
    claims = {certainty, dates_certainty or certainty} - {Certainty.UNVERIFIED.value}
    if claims and not any(reference.url for reference in references):
        table.report(found.UNSOURCED)
    raw = table.any("value")
    value = None if raw is None else read_value(declaration, raw, table.at("value"), table.problems)
    table.finish()
    if len(table.problems) > before or value is None or certainty is None:
        return None
    return ParameterValue(
        declaration=declaration,
        layer=layer,
        value=value,
        start=start,
        end=end,
        when=when,
        certainty=Certainty(certainty),
        dates_certainty=Certainty(dates_certainty or certainty),
        references=references,
        note=note,
    )


def _start(table: TableReader) -> dt.date | None:
    """The first day; None when the file says in so many words that it is unknown."""
    if table.raw.get("from") == _UNKNOWN:
        table.take("from", str)
        return None
    return table.take("from", dt.date, required=True)


def _conditions(table: TableReader) -> Mapping[str, str]:
    when = table.table("when")
    if when is None:
        return {}
    read = {}
    for name, allowed in QUALIFIERS.items():
        condition = when.words(name) if allowed is None else when.one_of(name, allowed)
        if condition is not None:
            read[name] = condition
    when.finish()
    return read


def _references(table: TableReader) -> tuple[Reference, ...]:
    read = [_reference(reference) for reference in table.tables("references")]
    return tuple(reference for reference in read if reference is not None)


def _reference(table: TableReader) -> Reference | None:
    """A reference: an address goes with the day it was consulted, and there is a quote or a fact in any case."""
    act, article = table.words("act", required=True), table.words("article")
    url = table.name("url", _URL)
    dated, consulted = table.take("dated", dt.date), table.take("consulted", dt.date, required="url" in table.raw)
    quote, fact = table.words("quote"), table.bilingual("fact")
    table.finish()
    if dated is not None and consulted is not None and consulted < dated:
        table.report(found.DATES_OUT_OF_ORDER, "consulted", dated=dated, consulted=consulted)
    if quote is not None and len(quote.split()) > LONGEST_QUOTE:
        table.report(found.QUOTE_TOO_LONG, "quote", words=len(quote.split()), longest=LONGEST_QUOTE)
    if "quote" not in table.raw and "fact" not in table.raw:
        table.report(found.MISSING_KEY, "fact", key="fact")
    if act is None:
        return None
    return Reference(act=act, article=article, url=url, dated=dated, consulted=consulted, quote=quote, fact=fact)


def _check_order(values: Sequence[ParameterValue], entry: TableReader) -> None:
    """Values rise by day, none overlaps another of the same conditions, and all conditions name the same qualifiers."""
    for i, (before, after) in enumerate(pairwise(values), start=1):
        if before.start is not None and after.start is not None and after.start < before.start:
            entry.report(found.UNSORTED, f"values[{i}].from", start=after.start, previous=before.start)
    for i, value in enumerate(values):
        for j, other in enumerate(values[:i]):
            if other.when == value.when and _overlap(other, value):
                entry.report(found.OVERLAP, f"values[{i}]", other=entry.at(f"values[{j}]"))
    named = {tuple(sorted(value.when)) for value in values if value.when}
    if len(named) > 1:
        qualifiers = "; ".join(", ".join(names) for names in sorted(named))
        entry.report(found.MIXED_CONDITIONS, "values", qualifiers=qualifiers)


def _overlap(earlier: ParameterValue, later: ParameterValue) -> bool:
    """Whether two values share a day; an unknown start lies after the value before it."""
    if later.start is None:
        return earlier.end is None or (later.end is not None and later.end <= earlier.end)
    return (earlier.end is None or later.start <= earlier.end) and (
        later.end is None or earlier.start is None or earlier.start <= later.end
    )
