"""The comparison of two workbooks: every kind of difference, and what the reader should know about it."""

from collections.abc import Iterator
from functools import cached_property

from ippbook.comparison.finding_changes import FindingChanges, finding_changes
from ippbook.comparison.good_faith_changes import GoodFaithChanges, good_faith_changes
from ippbook.comparison.other_sheets import OtherSheetChanges, PartNames, part_names, sheet_changes
from ippbook.comparison.setting_changes import SettingChange, setting_changes
from ippbook.comparison.sides import Side
from ippbook.comparison.table_changes import RESPELLED, TableChanges, all_table_changes
from ippbook.comparison.text_changes import TextChanges, text_changes
from ippbook.languages import say
from ippbook.number_words import counted, listed
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.records import RECORDS


@dataclass(frozen=True, eq=False)
class Comparison:
    """What differs between two workbooks."""

    old: Side
    new: Side
    tables: tuple[TableChanges, ...]
    """Of each table that one of them has."""
    settings: tuple[SettingChange, ...]
    findings: FindingChanges
    good_faith: GoodFaithChanges
    texts: TextChanges
    sheets: tuple[OtherSheetChanges, ...]
    """Of each sheet outside ippbook's tables that differs."""
    parts: PartNames

    @property
    def differs(self) -> bool:
        """Whether the content differs. What ippbook computes alone, and how cells look, is not content."""
        sheets = any(sheet.count or sheet.change != "changed" for sheet in self.sheets)
        good_faith = bool(self.good_faith.accounts)
        texts = bool(self.texts.changed or self.texts.added or self.texts.removed)
        found = bool(self.settings) or self.findings.differs or good_faith or texts or sheets or bool(self.parts.macros)
        return found or any(table.differs for table in self.tables)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know, a sentence each; none of it is a difference."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        yield from self._about_sides()
        for table in self.tables:
            yield from _about_table(table)
        for sheet in self.sheets:
            if sheet.recalculated:
                yield say(
                    "{sheet_sheet}: {formulas} did not change and show another value",
                    sheet_sheet=sheet.sheet,
                    formulas=counted(sheet.recalculated, "formula"),
                )
        yield from self._about_parts()

    def _about_sides(self) -> Iterator[str]:
        sides = [side for side in (self.old, self.new) if side.book is not None]
        without = [side for side in sides if side.study is None]
        if len(sides) == 2 and self.old.as_of != self.new.as_of:
            yield (
                say(
                    "{old_name} is checked for {as_of} and {new_name} for {as_of_2}, as their setting As of says. For one day, add --as-of",
                    old_name=self.old.name,
                    as_of=self.old.as_of,
                    new_name=self.new.name,
                    as_of_2=self.new.as_of,
                )
            )
        if without and len(without) == len(sides):
            names = " and ".join(dict.fromkeys(side.name for side in without))
            yield say(
                "{names}: no ippbook table found, so only the cells of the sheets are compared, each with the cell at the same place",
                names=names,
            )
        elif without:
            yield say(
                "{without_name}: no ippbook table found, so every row of the other workbook is new or removed",
                without_name=without[0].name,
            )
        for side in sides:
            if side.stale_cells:
                cells = counted(side.stale_cells, "cell")
                yield say(
                    "{side_name}: {cells} would change with ippbook recalc; computed columns are compared with their current values",
                    side_name=side.name,
                    cells=cells,
                )
            if side.stale_formulas:
                yield say(
                    "{side_name}: {groups} of formulas could not be calculated; their old values are compared",
                    side_name=side.name,
                    groups=counted(len(side.stale_formulas), "group"),
                )

    def _about_parts(self) -> Iterator[str]:
        if self.parts.drawn_sheets:
            yield say(
                "not compared: {drawn_sheets}, drawn by ippbook; the cells differ",
                drawn_sheets=listed(self.parts.drawn_sheets),
            )
        if self.parts.defined_names:
            yield say(
                "not compared: defined names that differ: {defined_names}",
                defined_names=listed(self.parts.defined_names),
            )
        if self.parts.others:
            yield say(
                "not compared: parts of the files that differ, such as formats, comments and charts: {others}",
                others=listed(self.parts.others),
            )


def compare_workbooks(old: Side, new: Side) -> Comparison:
    """What differs between *old* and *new*."""
    tables = all_table_changes(old, new, [kind.table for kind in RECORDS])
    complaints = next((table for table in tables if table.name == "Complaints"), None)
    sheets, drawn = sheet_changes(old, new)
    return Comparison(
        old,
        new,
        tables,
        setting_changes(old, new),
        finding_changes(old, new, tables),
        good_faith_changes(old, new),
        text_changes(old, new, complaints),
        sheets,
        part_names(old, new, drawn),
    )


def _about_table(table: TableChanges) -> Iterator[str]:
    matches = table.matches
    if matches.repeated:
        names = "1 name is" if matches.repeated == 1 else say("{repeated:,} names are", repeated=matches.repeated)
        yield say(
            "{table_name}: {names} in more than one row; these rows are matched by content, then in their order",
            table_name=table.name,
            names=names,
        )
    if matches.nameless:
        rows = "1 row has" if matches.nameless == 1 else say("{nameless:,} rows have", nameless=matches.nameless)
        yield say(
            "{table_name}: {rows} no name, so a changed one counts as removed and added",
            table_name=table.name,
            rows=rows,
        )
    respelled = [
        say("{old} is now {new}", old=each.old, new=each.new) for each in table.columns if each.change == RESPELLED
    ]
    if respelled:
        yield say(
            "{table_name}: other headers of the same columns, not a difference: {respelled}",
            table_name=table.name,
            respelled=listed(respelled),
        )


__all__ = ["Comparison", "compare_workbooks"]
