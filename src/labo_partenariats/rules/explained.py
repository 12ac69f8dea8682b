"""
Explanations as text: why an amount is what it is, down to the user's cells and the articles of the law.

The tree comes from the *explanation* reading; only words are added here, from the message catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import field, frozen

from labo_partenariats.findings import Origins
from labo_partenariats.formula import FormulaBook, NoLimit, ProseAlgebra, Source, Step, Unknown, from_number
from labo_partenariats.formula.prose import label, rounded
from labo_partenariats.i18n import Language, Term, format_value, text
from labo_partenariats.law import ParameterValue
from labo_partenariats.rules.case import Case
from labo_partenariats.rules.eligible_base import Reduction
from labo_partenariats.rules.plan_inputs import Derived
from labo_partenariats.rules.rounding_policy import DEFAULT_POLICY, RoundingPolicy
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.rounding import Rounding


def shown(step: Step, language: Language) -> str:
    """The value of a step as its reader writes it; what is unknown says so."""
    value = step.value
    if isinstance(value, Unknown):
        return text("explain.unknown", language)
    if isinstance(value, NoLimit):
        return text("explain.no_limit", language)
    if step.unit == "EUR":
        money = from_number(value, "EUR")
        if isinstance(money, Money):
            return format_value(money, language)
        return text("explain.exact_euros", language, euros=value / 100)
    if step.unit == "rate":
        decimal = _decimal(value)
        if decimal is not None:
            return format_value(decimal, language)
        return text("explain.percent", language, percent=value * 100)
    return format_value(value, language)


def _decimal(value: Fraction) -> Rate | None:
    """An exact rate when it has a finite decimal form."""
    denominator = value.denominator
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    if denominator != 1:
        return None
    digits = 1
    while (value * 10**digits).denominator != 1:
        digits += 1
    return Rate(f"{int(value * 10**digits)}e-{digits}")


def _absent(step: Step) -> bool:
    return isinstance(step.value, NoLimit)


def named(step: Step) -> Iterator[Step]:
    """The named quantities right below a formula, in the order in which it uses them."""
    for operand in step.operands:
        if operand.key is not None:
            yield operand
        else:
            yield from named(operand)


class _Writer:
    def __init__(
        self, book: FormulaBook, origins: Origins, language: Language, policy: RoundingPolicy = DEFAULT_POLICY
    ) -> None:
        self.book = book
        self.policy = policy
        self.told_policy = False
        self.origins = origins
        self.language = language
        self.lines: list[str] = []
        self.told: set[str] = set()

    def say(self, depth: int, words: str) -> None:
        self.lines.append(f"{'    ' * depth}{words}")

    def text(self, key: str, **data: object) -> str:
        return text(f"explain.{key}", self.language, **data)

    def prose(self, step: Step) -> str:
        """A step as a formula in words, without the limits that do not apply."""
        absent = frozenset(each.key for each in named(step) if each.key is not None and _absent(each))
        return step.fold(ProseAlgebra(self.book, self.language, absent)).text

    def quantity(self, step: Step, depth: int) -> None:
        """A named quantity: its value, then how it came about, then what it rests on."""
        assert step.key is not None
        rule = f"  [{step.rule}]" if step.rule else ""
        told = self.text("quantity", label=label(step.key, self.language), amount=shown(step, self.language))
        self.say(depth, told + rule)
        if step.key in self.told and step.operands:
            self.say(depth + 1, self.text("see_above"))
            return
        self.told.add(step.key)
        if step.source is Source.FORMULA:
            (inner,) = step.operands
            self.how(inner, depth + 1)
            if step.rounding is not Rounding.EXACT:
                self.say(depth + 1, rounded(step.rounding, self.language))
                self.rounding(depth + 2)
            for reference in step.references:
                self.say(depth + 1, reference)
            for below in {each.key: each for each in named(step)}.values():
                if not _absent(below):
                    self.quantity(below, depth + 1)
        else:
            self.evidence(step, depth + 1)

    def how(self, step: Step, depth: int) -> None:
        """An unnamed operation: a choice shows its options and the one retained."""
        if step.operation in ("least", "greatest"):
            self.say(depth, self.text(f"{step.operation}_of_these"))
            for rank, option in enumerate(step.operands):
                if _absent(option):
                    continue
                mark = "→" if rank == step.chosen else "·"
                if option.operation in ("least", "greatest") and option.key is None:
                    self.say(depth + 1, f"{mark} {shown(option, self.language)}")
                    self.how(option, depth + 2)
                else:
                    words, amount = self.prose(option), shown(option, self.language)
                    self.say(depth + 1, f"{mark} {words}" if words == amount else f"{mark} {words} = {amount}")
        else:
            self.say(depth, f"= {self.prose(step)}")

    def rounding(self, depth: int) -> None:
        """Who chose how amounts are rounded (rule FIN-15); once is enough."""
        if self.told_policy:
            return
        self.told_policy = True
        chosen = self.policy.amounts_chosen
        self.say(depth, self.text("rounding_by_default" if chosen is None else "rounding_chosen"))
        for line in parameter_lines(chosen, self.language) if chosen is not None else ():
            self.say(depth + 1, line)

    def derived(self, found: Derived, depth: int) -> None:
        """An input that formulas of another book worked out."""
        book, self.book = self.book, found.book
        self.quantity(found.step, depth)
        self.book = book

    def reduction(self, found: Reduction, depth: int) -> None:
        """What a rule takes away from the eligible base: which line, how much, which rule and where it stands."""
        amount = found.amount
        self.say(
            depth,
            self.text(
                "reduction",
                label=self.text("whole_plan") if found.label is None else found.label,
                amount=amount if isinstance(amount, Money) else self.text("exact_euros", euros=amount),
                reason=Term("Reduction", found.reason),
                rule=found.rule,
                place=str(self.origins.locate(found.path)),
            ),
        )
        for line in parameter_lines(found.parameter, self.language) if found.parameter is not None else ():
            self.say(depth + 1, line)

    def evidence(self, step: Step, depth: int) -> None:
        """Where an input or a parameter comes from."""
        if isinstance(step.evidence, ParameterValue):
            for line in parameter_lines(step.evidence, self.language):
                self.say(depth, line)
        elif isinstance(step.evidence, Derived):
            self.derived(step.evidence, depth)
        elif isinstance(step.evidence, tuple):
            for line in step.evidence:
                if isinstance(line, Reduction):
                    self.reduction(line, depth)
                    continue
                place = str(self.origins.locate(line.path))
                self.say(depth, self.text("line", label=line.label, amount=line.amount, place=place))
        elif isinstance(step.evidence, str):
            self.say(depth, self.text("from_source", place=str(self.origins.locate(step.evidence))))
        elif step.source is Source.PARAMETER:
            self.say(depth, self.text("no_parameter"))


def parameter_lines(parameter: ParameterValue, language: Language) -> tuple[str, ...]:
    """A parameter of the law in words: since when, under which text, consulted when, how certain."""
    certainty = format_value(parameter.reliability, language)
    until = parameter.end
    if until is None:
        validity = text("explain.valid_from", language, start=parameter.start)
    else:
        validity = text("explain.valid_between", language, start=parameter.start, end=until)
    lines = [text("explain.in_force", language, validity=validity, certainty=certainty)]
    for reference in parameter.references:
        article = f", art. {reference.article}" if reference.article else ""
        lines.append(f"{reference.act}{article}")
        if reference.fact is not None:
            lines.append(reference.fact(language))
        if reference.url:
            lines.append(f"{reference.url} ({text('explain.consulted', language, day=reference.consulted)})")
    return tuple(lines)


@frozen
class ComputedAmount:
    """One computed amount of a case, able to explain itself; ``origins`` know where in the source its lines stand."""

    key: str
    case: Case
    origins: Origins = field(factory=Origins, eq=False, repr=False)

    @property
    def money(self) -> Money | None:
        """The amount; None when something is missing."""
        return self.case.amounts.money(self.key)

    @property
    def step(self) -> Step:
        """The explanation as a tree."""
        return self.case.amounts.explain(self.key)

    def explain(self, language: Language = "fr") -> str:
        """The explanation as text, one line a fact, indented as the tree is."""
        amounts = self.case.amounts
        writer = _Writer(amounts.explanations.book, self.origins, language, amounts.rounding)
        writer.quantity(self.step, 0)
        return "\n".join(writer.lines)

    def __str__(self) -> str:
        return str(self.money) if self.money is not None else "?"
