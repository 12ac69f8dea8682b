"""Financing plans from their records: the main one, and those that the table of other plans lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from attrs import evolve

from labo_partenariats.findings import Finding, finding
from labo_partenariats.model import (
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Resource,
    ResourceKind,
    StateAid,
)
from labo_partenariats.model.financing import PLAN_TABLES
from labo_partenariats.tabular.fact_groups import PLAN, STATE_AID
from labo_partenariats.tabular.facts import Facts, plan_of
from labo_partenariats.tabular.records import LeftOut, Record, Records
from labo_partenariats.tabular.references import Directory, Ids
from labo_partenariats.tabular.schema import EXPENSE_COLUMNS
from labo_partenariats.tabular.vocabulary import Vocabulary, names_no_funder, term_within, terms
from labo_partenariats.values.text import fold

#: Resources paid by someone else than the beneficiary and the EAFRD: their label is the name of who pays.
_OTHERS_MONEY = (ResourceKind.NATIONAL_PUBLIC, ResourceKind.PRIVATE, ResourceKind.OTHER_EU)

_EXPENSE_COLUMNS = (
    "label",
    "amount",
    "amount_excl_vat",
    "amount_incl_vat",
    "owner_kind",
    "detail",
    *EXPENSE_COLUMNS,
)
_RESOURCE_COLUMNS = ("label", "amount", "status")


def funder_in_label(label: str, kind: ResourceKind | None) -> str | None:
    """Who pays, where no column says it: the label, when it names someone."""
    return label if kind in _OTHERS_MONEY and not names_no_funder(label) else None


class PlanAssembler:
    """
    Makes plans of the lines; *remember* notes where each line comes from, *report* takes findings.

    ``left_out`` are the lines of a plan that is not listed.
    """

    def __init__(
        self,
        records: Records,
        facts: Facts,
        vocabulary: Vocabulary,
        actors: Directory,
        remember: Callable[[str, Record], None],
        report: Callable[[Finding], None],
    ) -> None:
        self._records = records
        self._facts = facts
        self._vocabulary = vocabulary
        self._actors = actors
        self._remember = remember
        self._report = report
        self._plans = Directory("plan", report)
        for record in records.of("plans"):
            self._plans.add(record.get("name"))
        self.left_out: list[LeftOut] = []
        self._by_plan: dict[tuple[str, str | None], list[Record]] = {}
        for role in PLAN_TABLES:
            for line in records.of(role):
                self._attach(role, line)

    def _attach(self, role: str, line: Record) -> None:
        """Note the plan of a line, None for the main one; a line of a plan that is not listed belongs to none."""
        name = line.get("plan")
        found = self._plans.resolve(name, line.place("plan"))
        if found is not None or not name:
            self._by_plan.setdefault((role, found), []).append(line)
        else:
            self.left_out.append(line.rejected())

    def main(self) -> FinancingPlan | None:
        """The plan of the operation; None when nothing is said of it."""
        expenses, resources = self._expenses("$.financing", None), self._resources("$.financing", None)
        said = plan_of(self._facts)
        if not (expenses or resources or said):
            return None
        return evolve(said or FinancingPlan(), expenses=expenses, resources=resources)

    def others(self) -> tuple[FinancingPlan, ...]:
        """The plans of their own table, in its order; lines go to the first plan of their name."""
        made: list[FinancingPlan] = []
        named: set[str] = set()
        for record in self._records.of("plans"):
            path, name = f"$.other_plans[{len(made)}]", record.get("name")
            self._remember(path, record)
            first = name not in named
            named.add(name)
            made.append(self._other(record, path, name if first else ""))
        return tuple(made)

    def _other(self, record: Record, path: str, name: str) -> FinancingPlan:
        state_aid = {attribute: record.get(key) for attribute, key in STATE_AID.keys.items()}
        told = any(value is not None for value in state_aid.values())
        return FinancingPlan(
            **record.given(*PLAN.keys),
            state_aid=StateAid(**state_aid) if told else None,
            expenses=self._expenses(path, name),
            resources=self._resources(path, name),
        )

    def _lines(self, role: str, plan: str | None) -> Iterable[Record]:
        return self._by_plan.get((role, plan), ())

    def _expenses(self, path: str, plan: str | None) -> tuple[Expense, ...]:
        ids = Ids()
        made: list[Expense] = []
        for record in self._lines("expenses", plan):
            self._remember(f"{path}.expenses[{len(made)}]", record)
            made.append(
                Expense(
                    id=ids.give(record.get("id"), record.get("label")),
                    category=record.get("category") or self._inferred(record, "category", ExpenseCategory),
                    partner=self._actors.resolve(record.get("partner"), record.place("partner")),
                    **record.given(*_EXPENSE_COLUMNS),
                )
            )
        return tuple(made)

    def _resources(self, path: str, plan: str | None) -> tuple[Resource, ...]:
        ids = Ids()
        made: list[Resource] = []
        for record in self._lines("resources", plan):
            self._remember(f"{path}.resources[{len(made)}]", record)
            kind = record.get("kind") or self._inferred(record, "kind", ResourceKind)
            made.append(
                Resource(
                    id=ids.give(record.get("id"), record.get("label")),
                    kind=kind,
                    funder=_funder(record, kind),
                    **record.given(*_RESOURCE_COLUMNS),
                )
            )
        return tuple(made)

    def _inferred(self, record: Record, key: str, vocabulary: type[Enum]) -> Any:
        """
        What the label says when the table does not, or the title of its part: said to the user, unless the label is the
        very name of it.
        """
        if key in record.cells:  # something is written there and could not be read: not for us to replace
            return None
        label = record.get("label")
        found = self._within(vocabulary, label)
        if found is not None and terms(vocabulary).get(fold(label)) is found:
            return found
        section = record.section
        titled = self._within(vocabulary, section.label) if section is not None and section.is_closed else None
        if section is not None and titled is not None:
            facts = {"label": label, "understood": titled, "section": section.label}
            self._report(finding("SRC136", facts, location=record.place("label"), value=label))
        elif found is not None:
            facts = {"label": label, "understood": found}
            self._report(finding("SRC502", facts, location=record.place("label"), value=label))
        return found if titled is None else titled

    def _within(self, vocabulary: type[Enum], words: str) -> Enum | None:
        """The term that words name, the network's own first."""
        return self._vocabulary.own_term(vocabulary, words) or term_within(vocabulary, words)


def _funder(record: Record, kind: ResourceKind | None) -> str | None:
    """Who pays: the column that says it, else the label when it names someone."""
    if "funder" in record.columns:
        funder: str | None = record.get("funder")
        return funder
    return funder_in_label(record.get("label"), kind)
