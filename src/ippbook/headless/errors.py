"""Errors as Excel gives them through COM."""

from typing import Final

CALL_REJECTED: Final = -2147418111
"""RPC_E_CALL_REJECTED: Excel is busy, because a cell is being edited or a dialog is open."""
IGNORED: Final = -2146777998
"""VBA_E_IGNORE: the same, when a property is set."""
_EXCEPTION: Final = -2147352567  # DISP_E_EXCEPTION: excepinfo has the program's own error
_SCODE_1004: Final = -2146827284
_MOST_CELLS: Final = 5_000_000


class ComError(Exception):
    """What `pywintypes.com_error` is on Windows: args are hresult, text, excepinfo (six parts or None), and argument."""

    def __init__(
        self, hresult: int, strerror: str, excepinfo: tuple[object, ...] | None = None, argerror: int | None = None
    ) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult = hresult
        self.strerror = strerror
        self.excepinfo = excepinfo
        self.argerror = argerror


def excel_error(text: str) -> ComError:
    """Excel's run-time error 1004 with *text*."""
    return ComError(_EXCEPTION, "Exception occurred.", (0, "Microsoft Excel", text, "xlmain11.chm", 0, _SCODE_1004))


def check_size(cells: int) -> None:
    """Raise NotImplementedError where a block has more cells than are read or written at once; Excel might do it."""
    if cells > _MOST_CELLS:
        raise NotImplementedError(
            f"The engine without Excel reads and writes {_MOST_CELLS:,} cells at once at the most, and these are {cells:,}; "
            f"ask for a smaller block, such as sheet.used_range."
        )


def busy_error(*, setting: bool) -> ComError:
    """What Excel answers to a call while a cell is being edited: one number where a property is read, another where one is set."""
    if setting:
        return ComError(IGNORED, "Exception from HRESULT: 0x800AC472")
    return ComError(CALL_REJECTED, "Call was rejected by callee.")
