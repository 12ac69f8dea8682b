"""Merged cells: one value that holds for all the rows that its rectangle covers."""

from __future__ import annotations

from bisect import bisect_left

from attrs import frozen

from labo_partenariats.tabular.locate import Region
from labo_partenariats.tabular.table import Cell, Merge, Sheet


@frozen
class MergedCells:
    """The merged areas of one column, from top to bottom, and the sheet whose cells they extend."""

    sheet: Sheet
    areas: list[Merge]

    def covering(self, row: int) -> Merge | None:
        """The area that covers *row* from above."""
        rank = bisect_left(self.areas, row, key=lambda merge: merge.first_row) - 1
        return None if rank < 0 or row > self.areas[rank].last_row else self.areas[rank]

    def over(self, row: int) -> Cell | None:
        """The cell whose area covers *row* from above, if it holds a value."""
        merge = self.covering(row)
        if merge is None:
            return None
        anchors = self.sheet.rows.get(merge.first_row, ())
        return next((cell for cell in anchors if cell.column == merge.first_column and not cell.is_blank), None)


def merges_by_column(sheet: Sheet, region: Region) -> dict[int, MergedCells]:
    """The merged areas of the table, those of its header left out."""
    found: dict[int, list[Merge]] = {}
    for merge in sorted(sheet.merges, key=lambda merge: merge.first_row):
        if merge.first_row > (region.header_row or 0) and merge.first_column in region.columns:
            found.setdefault(merge.first_column, []).append(merge)
    return {column: MergedCells(sheet, areas) for column, areas in found.items()}
