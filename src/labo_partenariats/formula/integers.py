"""
The building blocks as source text over whole numbers: the arithmetic that the compiled readings share.

Every sum, product, quotient, choice and rounding becomes lines of Python on `Quotient` values; what comes out twice is
named once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from labo_partenariats.formula.book import FormulaBook
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.quotients import ALWAYS, ONE, ZERO, Missing, Product, Quotient, Text
from labo_partenariats.formula.value import NoLimit, Unknown
from labo_partenariats.values.rounding import Rounding

#: What a quotient by zero lacks.
DIVISOR = "divisor"


@frozen
class IntegerAlgebra:
    """
    The building blocks as quotients of one text.

    ``leaves`` are the quantities that are not computed: those that are passed in, as quotients of their variables, and
    those of which it is known beforehand that they are missing or do not apply. The other quantities are formulas,
    written when they are first used.
    """

    book: FormulaBook
    leaves: Mapping[str, Quotient | Unknown | NoLimit]
    text: Text = field(factory=Text)
    quotients: dict[str, Quotient] = field(factory=dict)
    bits: dict[str, int] = field(factory=lambda: {DIVISOR: 1})

    def _leaf(self, leaf: Quotient | Unknown | NoLimit) -> Quotient:
        match leaf:
            case Quotient():
                return leaf
            case NoLimit():
                return Quotient(ZERO, absent=ALWAYS)
            case Unknown():
                mask = 0
                for name in sorted(leaf.missing):
                    mask |= self.bits.setdefault(name, 1 << len(self.bits))
                return Quotient(ZERO, missing=Missing(mask))

    def constant(self, value: Fraction) -> Quotient:
        return Quotient(Product(value.numerator), Product(value.denominator))

    def quantity(self, name: str) -> Quotient:
        if name not in self.quotients:
            formula = self.book.formulas.get(name)
            if name in self.leaves or formula is None:
                self.quotients[name] = self._leaf(self.leaves[name])
            else:
                self.quotients[name] = self.rounded(formula.expression.fold(self), formula.rounding)
        return self.quotients[name]

    total = quantity

    def rounded(self, quotient: Quotient, rounding: Rounding) -> Quotient:
        """The quotient cut once to whole cents, as `Rounding.apply` does."""
        n, d = quotient.numerator, quotient.denominator
        if quotient.missing.certain or quotient.absent == ALWAYS:
            return quotient
        match rounding:
            case Rounding.HALF_UP_TO_EURO:
                cut = f"({n}+{Product(50) * d})//({Product(100) * d})"
                return evolve(quotient, numerator=self._variable(cut) * Product(100), denominator=ONE)
            case Rounding.EXACT:
                return quotient
            case _ if quotient.is_whole:
                return quotient
            case Rounding.DOWN_TO_CENT:
                cut = f"{n}//{_factor(d)}"
            case Rounding.UP_TO_CENT:
                cut = f"-(-{_factor(n)}//{_factor(d)})"
            case Rounding.HALF_UP_TO_CENT:
                cut = f"({Product(2) * n}+{d})//({Product(2) * d})"
        return evolve(quotient, numerator=self._variable(cut), denominator=ONE)

    def _variable(self, text: str) -> Product:
        return Product(1, (self.text.name(text),))

    def _numbers(self, *quotients: Quotient) -> Missing:
        """What the quotients lack together; counting with a limit that does not apply is the programmer's mistake."""
        missing = _joined(quotients)
        for quotient in quotients:
            if quotient.absent and not missing.certain:
                condition = quotient.absent if not missing else f"{quotient.absent} and not ({missing})"
                _, new = self.text.fresh(f"refuse {condition}")
                if new:
                    self.text.lines += [f"if {condition}:", "    no_number()"]
        return missing

    def over_common(self, *quotients: Quotient) -> tuple[tuple[Product, ...], Product]:
        """The numerators of the quotients over one denominator."""
        denominator = ONE
        for quotient in quotients:
            denominator = denominator.common(quotient.denominator)
        return tuple(
            quotient.numerator * denominator.without(quotient.denominator) for quotient in quotients
        ), denominator

    def _sum(self, left: Quotient, sign: str, right: Quotient) -> Quotient:
        missing = self._numbers(left, right)
        if missing.certain:
            return Quotient(ZERO, missing=missing)
        (one, other), denominator = self.over_common(left, right)
        if not one.factors and not other.factors:
            total = Product(one.scale + other.scale if sign == "+" else one.scale - other.scale)
        elif other.scale == 0:
            total = one
        elif one.scale == 0:
            total = other if sign == "+" else other * Product(-1)
        else:
            total = self._variable(f"{one}{sign}{other}")
        return Quotient(total, denominator, missing)

    def add(self, left: Quotient, right: Quotient) -> Quotient:
        return self._sum(left, "+", right)

    def subtract(self, left: Quotient, right: Quotient) -> Quotient:
        return self._sum(left, "-", right)

    def multiply(self, left: Quotient, right: Quotient) -> Quotient:
        missing = self._numbers(left, right)
        if missing.certain:
            return Quotient(ZERO, missing=missing)
        return _reduced(left.numerator * right.numerator, left.denominator * right.denominator, missing)

    def divide(self, left: Quotient, right: Quotient) -> Quotient:
        missing = self._numbers(left, right)
        if missing.certain:
            return Quotient(ZERO, missing=missing)
        by_zero = self.bits[DIVISOR]
        if right.numerator.scale == 0:
            return Quotient(ZERO, missing=missing | self._unless(missing, by_zero))
        dividend = _reduced(left.numerator * right.denominator, left.denominator, missing)
        divisor, denominator = right.numerator, dividend.denominator
        if not divisor.factors:
            sign = Product(1 if divisor.scale > 0 else -1)
            return _reduced(dividend.numerator * sign, denominator * divisor * sign, missing)
        stem, new = self.text.fresh(f"{dividend.numerator} / {divisor} unless {missing}")
        n, d, u = f"{stem}n", f"{stem}d", f"{stem}u"
        if new:
            self.text.lines += [
                f"{n} = {dividend.numerator}",
                f"{d} = {divisor}",
                f"{u} = 0",
                f"if {d} <= 0:",
                f"    if {d}: {n} = -{n}; {d} = -{d}",
                # What the operands lack comes before the want of a divisor.
                f"    else: {n} = 0; {d} = 1; {u} = {f'0 if {missing} else {by_zero}' if missing else by_zero}",
            ]
        return Quotient(Product(1, (n,)), denominator * Product(1, (d,)), missing | Missing(0, (u,)))

    def _unless(self, missing: Missing, bit: int) -> Missing:
        return Missing(0, (self.text.name(f"0 if {missing} else {bit}"),)) if missing else Missing(bit)

    def least(self, options: Sequence[Quotient]) -> Quotient:
        applying = [option for option in options if option.absent != ALWAYS]
        if not applying:
            return Quotient(ZERO, absent=ALWAYS)
        return self._choice("<", applying, _joined(applying))

    def greatest(self, options: Sequence[Quotient]) -> Quotient:
        return self._choice(">", [evolve(option, absent="") for option in options], self._numbers(*options))

    def _choice(self, sign: str, options: Sequence[Quotient], missing: Missing) -> Quotient:
        if missing.certain:
            return Quotient(ZERO, missing=missing)
        if len(options) == 1:
            return options[0]
        numerators, denominator = self.over_common(*options)
        names = [self.text.name(str(numerator)) for numerator in numerators]
        conditions = [option.absent for option in options]
        best, new = self.text.fresh(f"{sign} {names} {conditions}")
        none_yet = f"{best}a" if conditions[0] else ""  # whether no option applies among those seen
        if new:
            self.text.lines.append(f"{best} = {names[0]}")
            if none_yet:
                self.text.lines.append(f"{none_yet} = {conditions[0]}")
            for name, absent in zip(names[1:], conditions[1:], strict=True):
                better = f"{name} {sign} {best}"
                if none_yet:
                    better = f"({none_yet} or {better})"
                if absent:
                    better = f"not {absent} and {better}"
                self.text.lines.append(f"if {better}: {best} = {name}{f'; {none_yet} = 0' if none_yet else ''}")
        return Quotient(Product(1, (best,)), denominator, missing, none_yet if all(conditions) else "")

    def retained(self, options: Sequence[Quotient], choice: Quotient) -> str:
        """The index of the first option that has the value of the choice made among them, None when it has no value."""
        ranks = [rank for rank, option in enumerate(options) if option.absent != ALWAYS]
        if choice.missing.certain or not ranks:
            return "None"
        numerators, _ = self.over_common(choice, *(options[rank] for rank in ranks))
        best, *others = (self.text.name(str(numerator)) for numerator in numerators)
        found = str(ranks[-1])
        for rank, name in reversed(list(zip(ranks[:-1], others[:-1], strict=True))):
            applies = f" and not {options[rank].absent}" if options[rank].absent else ""
            found = f"{rank} if {name} == {best}{applies} else {found}"
        nothing = " or ".join(f"({each})" for each in (choice.missing, choice.absent) if each)
        return f"None if {nothing} else {found}" if nothing else found

    def comparison(self, left: Quotient, comparator: Comparator, right: Quotient) -> tuple[str, Missing]:
        """The condition that a comparison states, and what is missing to tell whether it holds."""
        missing = self._numbers(left, right)
        if missing.certain:
            return "0", missing
        (one, other), _ = self.over_common(left, right)
        return self.text.name(f"{one} {'==' if comparator == '=' else comparator} {other}"), missing

    def where(
        self, left: Quotient, comparator: Comparator, right: Quotient, then: Quotient, otherwise: Quotient
    ) -> Quotient:
        holds, missing = self.comparison(left, comparator, right)
        if missing.certain:
            return Quotient(ZERO, missing=missing)
        (one, other), denominator = self.over_common(then, otherwise)
        taken, absent = then.missing, then.absent
        if otherwise.missing != taken:
            taken = Missing(0, (self.text.name(f"{taken} if {holds} else {otherwise.missing}"),))
        if otherwise.absent != absent:
            absent = self.text.name(f"{absent or 0} if {holds} else {otherwise.absent or 0}")
        if missing:
            taken = Missing(0, (self.text.name(f"{missing} or {taken}"),)) if taken else missing
            absent = self.text.name(f"not ({missing}) and {absent}") if absent else ""
        return Quotient(self._variable(f"{one} if {holds} else {other}"), denominator, taken, absent)


def _joined(quotients: Sequence[Quotient]) -> Missing:
    missing = Missing()
    for quotient in quotients:
        missing |= quotient.missing
    return missing


def _reduced(numerator: Product, denominator: Product, missing: Missing) -> Quotient:
    """A quotient in which what stands above and below has cancelled out."""
    shared = numerator.shared(denominator)
    return Quotient(numerator.without(shared), denominator.without(shared), missing)


def _factor(product: Product) -> str:
    """A product that can stand after a division sign."""
    return f"({product})" if "*" in str(product) else str(product)
