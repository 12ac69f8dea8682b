"""
The building blocks as source text over whole numbers: the arithmetic that the compiled readings share.

Every sum, product, quotient, choice and rounding becomes lines of Python on `Term` values; what comes out twice is
named once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field, frozen

from labo_partenariats.formula.book import FormulaBook
from labo_partenariats.formula.expression import Comparator
from labo_partenariats.formula.terms import ALWAYS, ONE, ZERO, Gap, Product, Term, Text
from labo_partenariats.formula.value import NoLimit, Unknown
from labo_partenariats.values.rounding import Rounding

#: What a quotient by zero lacks.
DIVISOR = "divisor"


@frozen
class IntegerAlgebra:
    """
    The building blocks as terms of one text.

    ``leaves`` are the quantities that are not computed: those that are passed in, as terms of their variables, and
    those of which it is known beforehand that they are missing or do not apply. The other quantities are formulas,
    written when they are first used.
    """

    book: FormulaBook
    leaves: Mapping[str, Term | Unknown | NoLimit]
    text: Text = field(factory=Text)
    terms: dict[str, Term] = field(factory=dict)
    bits: dict[str, int] = field(factory=lambda: {DIVISOR: 1})

    def _leaf(self, leaf: Term | Unknown | NoLimit) -> Term:
        match leaf:
            case Term():
                return leaf
            case NoLimit():
                return Term(ZERO, absent=ALWAYS)
            case Unknown():
                mask = 0
                for name in sorted(leaf.missing):
                    mask |= self.bits.setdefault(name, 1 << len(self.bits))
                return Term(ZERO, gap=Gap(mask))

    def constant(self, value: Fraction) -> Term:
        return Term(Product(value.numerator), Product(value.denominator))

    def quantity(self, name: str) -> Term:
        if name not in self.terms:
            formula = self.book.formulas.get(name)
            if name in self.leaves or formula is None:
                self.terms[name] = self._leaf(self.leaves[name])
            else:
                self.terms[name] = self.rounded(formula.expression.fold(self), formula.rounding)
        return self.terms[name]

    total = quantity

    def rounded(self, term: Term, rounding: Rounding) -> Term:
        """The term cut once to whole cents, as `Rounding.apply` does."""
        n, d = term.numerator, term.denominator
        if term.gap.certain or term.absent == ALWAYS:
            return term
        match rounding:
            case Rounding.HALF_UP_TO_EURO:
                cut = f"({n}+{Product(50) * d})//({Product(100) * d})"
                return evolve(term, numerator=self._variable(cut) * Product(100), denominator=ONE)
            case Rounding.EXACT:
                return term
            case _ if term.is_whole:
                return term
            case Rounding.DOWN_TO_CENT:
                cut = f"{n}//{_factor(d)}"
            case Rounding.UP_TO_CENT:
                cut = f"-(-{_factor(n)}//{_factor(d)})"
            case Rounding.HALF_UP_TO_CENT:
                cut = f"({Product(2) * n}+{d})//({Product(2) * d})"
        return evolve(term, numerator=self._variable(cut), denominator=ONE)

    def _variable(self, text: str) -> Product:
        return Product(1, (self.text.name(text),))

    def _numbers(self, *terms: Term) -> Gap:
        """What the terms lack together; counting with a limit that does not apply is the programmer's mistake."""
        gap = _joined(terms)
        for term in terms:
            if term.absent and not gap.certain:
                condition = term.absent if not gap else f"{term.absent} and not ({gap})"
                _, new = self.text.fresh(f"refuse {condition}")
                if new:
                    self.text.lines += [f"if {condition}:", "    no_number()"]
        return gap

    def over_common(self, *terms: Term) -> tuple[tuple[Product, ...], Product]:
        """The numerators of the terms over one denominator."""
        denominator = ONE
        for term in terms:
            denominator = denominator.common(term.denominator)
        return tuple(term.numerator * denominator.without(term.denominator) for term in terms), denominator

    def _sum(self, left: Term, sign: str, right: Term) -> Term:
        gap = self._numbers(left, right)
        if gap.certain:
            return Term(ZERO, gap=gap)
        (one, other), denominator = self.over_common(left, right)
        if not one.factors and not other.factors:
            total = Product(one.scale + other.scale if sign == "+" else one.scale - other.scale)
        elif other.scale == 0:
            total = one
        elif one.scale == 0:
            total = other if sign == "+" else other * Product(-1)
        else:
            total = self._variable(f"{one}{sign}{other}")
        return Term(total, denominator, gap)

    def add(self, left: Term, right: Term) -> Term:
        return self._sum(left, "+", right)

    def subtract(self, left: Term, right: Term) -> Term:
        return self._sum(left, "-", right)

    def multiply(self, left: Term, right: Term) -> Term:
        gap = self._numbers(left, right)
        if gap.certain:
            return Term(ZERO, gap=gap)
        return _quotient(left.numerator * right.numerator, left.denominator * right.denominator, gap)

    def divide(self, left: Term, right: Term) -> Term:
        gap = self._numbers(left, right)
        if gap.certain:
            return Term(ZERO, gap=gap)
        by_zero = self.bits[DIVISOR]
        if right.numerator.scale == 0:
            return Term(ZERO, gap=gap | self._unless(gap, by_zero))
        dividend = _quotient(left.numerator * right.denominator, left.denominator, gap)
        divisor, denominator = right.numerator, dividend.denominator
        if not divisor.factors:
            sign = Product(1 if divisor.scale > 0 else -1)
            return _quotient(dividend.numerator * sign, denominator * divisor * sign, gap)
        stem, new = self.text.fresh(f"{dividend.numerator} / {divisor} unless {gap}")
        n, d, u = f"{stem}n", f"{stem}d", f"{stem}u"
        if new:
            self.text.lines += [
                f"{n} = {dividend.numerator}",
                f"{d} = {divisor}",
                f"{u} = 0",
                f"if {d} <= 0:",
                f"    if {d}: {n} = -{n}; {d} = -{d}",
                # What the operands lack comes before the want of a divisor.
                f"    else: {n} = 0; {d} = 1; {u} = {f'0 if {gap} else {by_zero}' if gap else by_zero}",
            ]
        return Term(Product(1, (n,)), denominator * Product(1, (d,)), gap | Gap(0, (u,)))

    def _unless(self, gap: Gap, bit: int) -> Gap:
        return Gap(0, (self.text.name(f"0 if {gap} else {bit}"),)) if gap else Gap(bit)

    def least(self, options: Sequence[Term]) -> Term:
        applying = [option for option in options if option.absent != ALWAYS]
        if not applying:
            return Term(ZERO, absent=ALWAYS)
        return self._choice("<", applying, _joined(applying))

    def greatest(self, options: Sequence[Term]) -> Term:
        return self._choice(">", [evolve(option, absent="") for option in options], self._numbers(*options))

    def _choice(self, sign: str, options: Sequence[Term], gap: Gap) -> Term:
        if gap.certain:
            return Term(ZERO, gap=gap)
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
        return Term(Product(1, (best,)), denominator, gap, none_yet if all(conditions) else "")

    def retained(self, options: Sequence[Term], choice: Term) -> str:
        """The index of the first option that has the value of the choice made among them, None when it has no value."""
        ranks = [rank for rank, option in enumerate(options) if option.absent != ALWAYS]
        if choice.gap.certain or not ranks:
            return "None"
        numerators, _ = self.over_common(choice, *(options[rank] for rank in ranks))
        best, *others = (self.text.name(str(numerator)) for numerator in numerators)
        found = str(ranks[-1])
        for rank, name in reversed(list(zip(ranks[:-1], others[:-1], strict=True))):
            applies = f" and not {options[rank].absent}" if options[rank].absent else ""
            found = f"{rank} if {name} == {best}{applies} else {found}"
        nothing = " or ".join(f"({each})" for each in (choice.gap, choice.absent) if each)
        return f"None if {nothing} else {found}" if nothing else found

    def comparison(self, left: Term, comparator: Comparator, right: Term) -> tuple[str, Gap]:
        """The condition that a comparison states, and what is missing to tell whether it holds."""
        gap = self._numbers(left, right)
        if gap.certain:
            return "0", gap
        (one, other), _ = self.over_common(left, right)
        return self.text.name(f"{one} {'==' if comparator == '=' else comparator} {other}"), gap

    def where(self, left: Term, comparator: Comparator, right: Term, then: Term, otherwise: Term) -> Term:
        holds, gap = self.comparison(left, comparator, right)
        if gap.certain:
            return Term(ZERO, gap=gap)
        (one, other), denominator = self.over_common(then, otherwise)
        taken, absent = then.gap, then.absent
        if otherwise.gap != taken:
            taken = Gap(0, (self.text.name(f"{taken} if {holds} else {otherwise.gap}"),))
        if otherwise.absent != absent:
            absent = self.text.name(f"{absent or 0} if {holds} else {otherwise.absent or 0}")
        if gap:
            taken = Gap(0, (self.text.name(f"{gap} or {taken}"),)) if taken else gap
            absent = self.text.name(f"not ({gap}) and {absent}") if absent else ""
        return Term(self._variable(f"{one} if {holds} else {other}"), denominator, taken, absent)


def _joined(terms: Sequence[Term]) -> Gap:
    gap = Gap()
    for term in terms:
        gap |= term.gap
    return gap


def _quotient(numerator: Product, denominator: Product, gap: Gap) -> Term:
    """A term in which what stands above and below has cancelled out."""
    shared = numerator.shared(denominator)
    return Term(numerator.without(shared), denominator.without(shared), gap)


def _factor(product: Product) -> str:
    """A product that can stand after a division sign."""
    return f"({product})" if "*" in str(product) else str(product)
