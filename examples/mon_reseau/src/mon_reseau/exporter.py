"""The network's own export: one line an expense, for the treasurer."""

from __future__ import annotations

from typing import BinaryIO

from labo_partenariats.plugin import ExportOptions, Finding, Work, as_text, guarded


class TreasurerExporter:
    """A text table, label and amount: written when it is named, ``--to tresorier``."""

    name = "tresorier"
    suffixes: tuple[str, ...] = ()

    def export(self, work: Work, options: ExportOptions, out: BinaryIO) -> tuple[Finding, ...]:
        """Write the expenses in the order of the plan; a text that looks like a formula is made harmless."""
        plan = work.programme.financing
        for line in plan.expenses if plan else ():
            label = " ".join(line.label.split())
            out.write(f"{guarded(label)}\t{as_text(line.amount, options.language)}\n".encode())
        return ()
