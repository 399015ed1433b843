"""How cells look: number formats, merged and hidden cells, sizes and fills. Sizes and fills come from openpyxl and cannot be set."""

from ippbook.headless import com_api, edit_guard
from ippbook.headless.areas import common_area, covered_by
from ippbook.headless.cell_entry import GENERAL_FORMAT
from ippbook.headless.coverage import partly
from ippbook.headless.errors import check_size, excel_error
from ippbook.headless.openpyxl_copy import openpyxl_worksheet
from ippbook.headless.state import SheetState
from ippbook.ooxml import Area


class CellFormats:
    """Number formats, merged cells, hidden rows and columns, sizes and fills of a block of cells."""

    _sheet: SheetState
    _row: int
    _column: int
    _shape: tuple[int, int]

    @property
    def _area(self) -> Area:
        return Area(self._row, self._column, self._row + self._shape[0] - 1, self._column + self._shape[1] - 1)

    @property
    def number_format(self) -> str | None:
        """The number format; None where the cells have several."""
        used = common_area(self._area, self._sheet.cells.used())
        found = {code for row in self._sheet.cells.formats(used) for code in row} if used else set()
        if used != self._area:
            found.add(GENERAL_FORMAT)
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    @partly("set in a new book; a book of a file is not saved with it")
    def number_format(self, value: str) -> None:
        check_size(self._shape[0] * self._shape[1])
        if self._sheet.protected and not com_api.ComWorksheet(self._sheet).Protection.AllowFormattingCells:
            raise excel_error("Unable to set the NumberFormat property of the Range class")
        edit_guard.check_edit(self._sheet, self._area)
        self._sheet.cells.reformat(self._area, value)

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells belong to merged ones; None where only some do."""
        return covered_by(self._area, self._sheet.cells.merges())

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden, by a filter or manually; None where only some are."""
        hidden = self._sheet.hidden_rows(self._row, self._row + self._shape[0] - 1)
        return bool(hidden.all()) if hidden.all() or not hidden.any() else None

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None where only some are."""
        sheet = openpyxl_worksheet(self._sheet)
        hidden = {
            any(
                dimension.hidden and (dimension.min or 0) <= col <= (dimension.max or 0)
                for dimension in sheet.column_dimensions.values()
            )
            for col in range(self._column, self._column + self._shape[1])
        }
        return hidden.pop() if len(hidden) == 1 else None

    @property
    def column_width(self) -> float | None:
        """The width of the columns in letters; None where they differ."""
        sheet = openpyxl_worksheet(self._sheet)
        found = {
            next(
                (
                    dimension.width
                    for dimension in sheet.column_dimensions.values()
                    if (dimension.min or 0) <= col <= (dimension.max or 0)
                ),
                8.43,
            )
            for col in range(self._column, self._column + self._shape[1])
        }
        return float(found.pop()) if len(found) == 1 else None

    @property
    def row_height(self) -> float | None:
        """The height of the rows in points; None where they differ."""
        sheet = openpyxl_worksheet(self._sheet)
        heights = sheet.row_dimensions
        found = {
            (heights[row].height if row in heights else None) or 15.0
            for row in range(self._row, self._row + self._shape[0])
        }
        return float(found.pop()) if len(found) == 1 else None

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill of the first cell as red, green and blue; None where it has none. Colours of the theme are not looked up."""
        fill = openpyxl_worksheet(self._sheet).cell(self._row, self._column).fill
        if fill is None or fill.fill_type != "solid":
            return None
        code = fill.fgColor.rgb
        if not isinstance(code, str):
            raise NotImplementedError("The engine without Excel does not look up colours of the theme.")
        return int(code[-6:-4], 16), int(code[-4:-2], 16), int(code[-2:], 16)
