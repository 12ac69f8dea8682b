"""
What changed between two programmes: what was added, changed, removed, with the old and the new value.

Items are matched by id, whatever their order; failing that by a number that identifies them (SIRET, SIREN, RNA), or
because they are equal but for their id and their name: these were renamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, Final

import attrs
from attrs import frozen

from labo_partenariats.model.partnership import Actor, Partnership
from labo_partenariats.model.programme import Programme
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period
from labo_partenariats.values.range import Range
from labo_partenariats.values.text import fold

#: Classes of the library that are one value to a reader, though they have attributes.
_VALUES: Final = (Money, Rate, Period, Range)

#: The attributes by which people call an item, the first that it has.
_NAMES: Final = ("name", "title", "label", "reference")

#: What identifies an actor beyond its name, the strongest first.
_NUMBERS: Final = ("siret", "siren", "rna")


class ChangeKind(Enum):
    """What became of a thing («nature du changement»)."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@frozen(kw_only=True)
class Change:
    """
    One change («changement»).

    ``part`` is the list or the group of facts that it belongs to (``actors``, ``financing.expenses``, ``lag``; empty
    for the programme's own facts), ``name`` how people call the item, ``field`` what changed of it, None for an item
    that came or went. Paths are those of the old and the new programme, None where the thing is not.
    """

    kind: ChangeKind
    part: str
    name: str | None = None
    field: str | None = None
    old: object = None
    new: object = None
    old_path: str | None = None
    new_path: str | None = None


def differences(old: Programme, new: Programme) -> tuple[Change, ...]:
    """
    All changes from *old* to *new*, in the order of the parts of a programme; empty for programmes that say the same.

    The order of items is no change; that of paragraphs is. Money, rates, periods and ranges are compared as wholes.
    """
    return tuple(_facts("", None, old, new, "$", "$"))


def _facts(part: str, name: str | None, old: Any, new: Any, old_path: str, new_path: str) -> Iterator[Change]:
    """The changes of the attributes of one thing."""
    for attribute in attrs.fields(type(old)):
        field = attribute.name
        one, other = getattr(old, field), getattr(new, field)
        if field == "id" or _same(one, other):
            continue
        here, there = f"{old_path}.{field}", f"{new_path}.{field}"
        inner = f"{part}.{field}" if part else field
        if _is_items(one) or _is_items(other):
            yield from _items(inner, name, one, other, here, there)
        elif _is_thing(one) and _is_thing(other):
            yield from _facts(inner, name, one, other, here, there)
        elif _is_thing(one) or _is_thing(other):
            kind = ChangeKind.ADDED if one is None else ChangeKind.REMOVED
            yield Change(
                kind=kind,
                part=inner,
                name=_name(one or other),
                old_path=here if one else None,
                new_path=there if other else None,
            )
        else:
            yield Change(
                kind=ChangeKind.CHANGED,
                part=part,
                name=name,
                field=field,
                old=one,
                new=other,
                old_path=here,
                new_path=there,
            )


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; the words of a period are those of its action, which are compared there."""
    if isinstance(one, Period) and isinstance(other, Period):
        return one == other
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if _is_thing(one) and type(one) is type(other):
        return all(_same(getattr(one, each.name), getattr(other, each.name)) for each in attrs.fields(type(one)))
    return bool(one == other)


def _is_thing(value: object) -> bool:
    return attrs.has(type(value)) and not isinstance(value, _VALUES)


def _is_items(value: object) -> bool:
    return isinstance(value, tuple) and any(map(_is_thing, value))


def _items(
    part: str, owner: str | None, old: Sequence[Any], new: Sequence[Any], old_path: str, new_path: str
) -> Iterator[Change]:
    """The changes of the items of a list; one that has no name of its own goes by that of its *owner*."""
    pairs, gone, come = _matched(old, new)
    for one, other in pairs:
        here, there = f"{old_path}[{one}]", f"{new_path}[{other}]"
        yield from _facts(part, _name(new[other], owner), old[one], new[other], here, there)
    for rank in gone:
        yield Change(kind=ChangeKind.REMOVED, part=part, name=_name(old[rank], owner), old_path=f"{old_path}[{rank}]")
    for rank in come:
        yield Change(kind=ChangeKind.ADDED, part=part, name=_name(new[rank], owner), new_path=f"{new_path}[{rank}]")


def _matched(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """The ranks of items that are the same one, in the new order, then those that went and those that came."""
    pairs: dict[int, int] = {}  # new → old
    left = dict.fromkeys(range(len(old)))
    for keys in (_keys, _numbers, _likenesses):
        known: dict[object, list[int]] = {}
        for rank in left:
            for key in keys(old[rank]):
                known.setdefault(key, []).append(rank)
        for rank, item in enumerate(new):
            if rank in pairs:
                continue
            found = next((one for key in keys(item) for one in known.get(key, ()) if one in left), None)
            if found is not None:
                pairs[rank] = found
                del left[found]
    come = [rank for rank in range(len(new)) if rank not in pairs]
    return [(pairs[rank], rank) for rank in sorted(pairs)], list(left), come


def _keys(item: Any) -> tuple[object, ...]:
    if isinstance(item, Partnership):
        return ((item.actor, item.role, item.wording), (item.actor, item.role))
    id_ = getattr(item, "id", None)
    return (id_,) if id_ is not None else ((_name(item),) if _name(item) else ())


def _numbers(item: Any) -> tuple[object, ...]:
    if not isinstance(item, Actor):
        return ()
    return tuple((name, number) for name in _NUMBERS if (number := getattr(item, name)) is not None)


def _likenesses(item: Any) -> tuple[object, ...]:
    """All but the id and the name, where that is enough to know an item by: a second fact at least."""
    facts = tuple(
        (each.name, repr(value))
        for each in attrs.fields(type(item))
        if each.name not in ("id", *_NAMES) and (value := getattr(item, each.name)) not in (None, (), False)
    )
    return (facts,) if len(facts) > 1 else ()


def _name(item: Any, owner: str | None = None) -> str | None:
    found = next((name for each in _NAMES if isinstance(name := getattr(item, each, None), str) and fold(name)), None)
    return found or owner or getattr(item, "id", None) or getattr(item, "actor", None) or getattr(item, "text", None)
