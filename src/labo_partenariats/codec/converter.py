"""
Between programmes and plain data (dicts, lists, strings, numbers): one cattrs converter for JSON and TOML.

Amounts are strings with two decimals, rates strings of the exact decimal, days ISO 8601; parts that have nothing to
say are left out. Reading is strict: a wrong type, an unknown key or a missing one is a problem with its path, and all
are reported.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter, IterableValidationError, IterableValidationNote

from labo_partenariats.errors import LaboError
from labo_partenariats.values.money import Money, Rate

T = TypeVar("T")

#: How numbers are written. Their length is bounded: ten characters such as 1e99999999 would fill the memory.
MONEY_TEXT: Final = r"-?[0-9]{1,100}(\.[0-9]{1,2})?"
NUMBER_TEXT: Final = r"-?[0-9]{1,100}(\.[0-9]{1,100})?"
DATE_TEXT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME_TEXT: Final = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?"

#: Stands for a part that was left out, so that the items of a list keep their indexes.
LEFT_OUT: Final = object()


def _strict(kind: type[T]) -> Callable[[Any, Any], T]:
    def structure(value: Any, _: Any) -> T:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return structure


def _from_text(kind: type[T], read: Callable[[str], T], pattern: str = ".*") -> Callable[[Any, Any], T]:
    """Structure *kind* from a string or, in TOML, from a value that already is one."""

    def structure(value: Any, _: Any) -> T:
        if type(value) is kind:
            return value
        if type(value) is not str:
            raise TypeError(kind.__name__)
        try:
            if re.fullmatch(pattern, value):
                return read(value)
        except (ValueError, LaboError):
            pass
        raise ValueError(kind.__name__)

    return structure


def _rate(text: str) -> Rate:
    return Rate(text)


def _plain_decimal(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain_time(time: dt.time) -> str:
    return time.isoformat() if time.second or time.microsecond else time.isoformat("minutes")


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _enum_hook(kind: type[Enum]) -> Callable[[Any, Any], Enum]:
    allowed = {member.value: member for member in kind}

    def structure(value: Any, _: Any) -> Enum:
        if type(value) is not str or value not in allowed:
            raise ValueError(" | ".join(allowed))
        return allowed[value]

    return structure


def nullable(kind: type) -> frozenset[str]:
    """The fields of a class that may be null: those whose type admits None."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if NoneType in get_args(hint))


@cache
def converter() -> Converter:
    """The converter; made once, when first needed, for cattrs writes code for each class."""
    made = Converter(forbid_extra_keys=True, omit_if_default=True)
    for plain in (str, int, bool):
        made.register_structure_hook(plain, _strict(plain))
    made.register_structure_hook(Money, _from_text(Money, Money.euros, MONEY_TEXT))
    made.register_unstructure_hook(Money, str)
    made.register_structure_hook(Rate, _from_text(Rate, _rate, NUMBER_TEXT))
    made.register_unstructure_hook(Rate, str)
    made.register_structure_hook(Decimal, _from_text(Decimal, Decimal, NUMBER_TEXT))
    made.register_unstructure_hook(Decimal, _plain_decimal)
    made.register_structure_hook(dt.date, _from_text(dt.date, dt.date.fromisoformat, DATE_TEXT))
    made.register_unstructure_hook(dt.date, dt.date.isoformat)
    made.register_structure_hook(dt.time, _from_text(dt.time, dt.time.fromisoformat, TIME_TEXT))
    made.register_unstructure_hook(dt.time, _plain_time)

    def tuple_hook(kind: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
        item = get_args(kind)[0]

        def structure(value: Any, _: Any) -> tuple[Any, ...]:
            if not isinstance(value, (list, tuple)):  # a text is iterable too, and would come apart into letters
                raise TypeError("list")
            items: list[Any] = []
            faults: list[Exception] = []
            for index, each in enumerate(value):
                if each is LEFT_OUT:
                    continue
                try:
                    items.append(made.structure(each, item))
                except Exception as fault:
                    fault.add_note(IterableValidationNote("", index, item))
                    faults.append(fault)
            if faults:
                raise IterableValidationError("", faults, kind)
            return tuple(items)

        return structure

    def class_hook(kind: type) -> Callable[[Any, Any], Any]:
        read: Callable[[Any, Any], Any] = made.gen_structure_attrs_fromdict(kind)
        required = {field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}
        blanks = required & nullable(kind)  # TOML has no null: an absent key is one

        def structure(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise TypeError(kind.__name__)
            kept = {key: each for key, each in value.items() if each is not LEFT_OUT}
            return read(dict.fromkeys(blanks - value.keys()) | kept, kind)

        return structure

    made.register_structure_hook_factory(attrs.has, class_hook)
    made.register_structure_hook_factory(_is_enum, _enum_hook)
    made.register_structure_hook_factory(_is_tuple, tuple_hook)
    made.register_unstructure_hook_func(_is_tuple, lambda value: [made.unstructure(item) for item in value])
    return made
