"""
Between programmes and plain data (dicts, lists, strings, numbers): one cattrs converter for JSON and TOML.

Amounts are strings with two decimals, rates strings of the exact decimal, days ISO 8601; parts that have nothing to
say are left out. Reading is strict: a wrong type, an unknown key or a missing one is a problem with its path, and all
are reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from cattrs import Converter

from labo_partenariats.errors import LaboError
from labo_partenariats.values.money import Money, Rate

T = TypeVar("T")


def _strict(kind: type[T]) -> Callable[[Any, Any], T]:
    def structure(value: Any, _: Any) -> T:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return structure


def _from_text(kind: type[T], read: Callable[[str], T]) -> Callable[[Any, Any], T]:
    """Structure *kind* from a string or, in TOML, from a value that already is one."""

    def structure(value: Any, _: Any) -> T:
        if type(value) is kind:
            return value
        if type(value) is not str:
            raise TypeError(kind.__name__)
        try:
            return read(value)
        except (ValueError, InvalidOperation, LaboError):
            raise ValueError(kind.__name__) from None

    return structure


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _rate(text: str) -> Rate:
    return Rate(text)


def _plain_decimal(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


@cache
def converter() -> Converter:
    """The converter; made once, when first needed, for cattrs writes code for each class."""
    made = Converter(forbid_extra_keys=True, omit_if_default=True)
    for plain in (str, int, bool):
        made.register_structure_hook(plain, _strict(plain))
    made.register_structure_hook(Money, _from_text(Money, Money.euros))
    made.register_unstructure_hook(Money, str)
    made.register_structure_hook(Rate, _from_text(Rate, _rate))
    made.register_unstructure_hook(Rate, str)
    made.register_structure_hook(Decimal, _from_text(Decimal, _finite))
    made.register_unstructure_hook(Decimal, _plain_decimal)
    made.register_structure_hook(dt.date, _from_text(dt.date, dt.date.fromisoformat))
    made.register_unstructure_hook(dt.date, dt.date.isoformat)
    made.register_structure_hook(dt.time, _from_text(dt.time, dt.time.fromisoformat))
    made.register_unstructure_hook(dt.time, lambda time: time.isoformat("minutes"))

    def tuple_hook(kind: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
        item = get_args(kind)[0]

        def structure(value: Any, _: Any) -> tuple[Any, ...]:
            if not isinstance(value, (list, tuple)):  # a text is iterable too, and would come apart into letters
                raise TypeError("list")
            return tuple(made.structure(value, list[item]))  # type: ignore[valid-type]

        return structure

    made.register_structure_hook_factory(_is_tuple, tuple_hook)
    made.register_unstructure_hook_func(_is_tuple, lambda value: [made.unstructure(item) for item in value])
    return made
