"""Worksheet functions as Excel calls them through xlwings: one for each of the registry's, made by one loop.

The wrappers of the workbook (`ippbook.workbook_builder.vba`) name this module. On Windows xlwings' decorators note what the COM server
needs; elsewhere they do nothing, and the functions are plain.
"""

import inspect
from collections.abc import Callable
from typing import Any

import xlwings as xw

from ippbook.declare import WorksheetFunction, registry
from ippbook.declare.udf_wrapper import Wrapper, wrapper_of
from ippbook.excel.udf_answer import answer

Udf = Callable[..., Any]


def made(decorators: Any) -> dict[str, Udf]:
    """A function of Excel's for each worksheet function, by name.

    *decorators* has `func`, `arg` and `ret`: xlwings itself, or `xlwings.udfs` under these names.
    """
    return {name: _made(function, decorators) for name, function in registry().functions.items()}


def _made(function: WorksheetFunction, decorators: Any) -> Udf:
    wrapper = wrapper_of(function)

    def udf(*given: Any, **named: Any) -> Any:
        bound = udf.__signature__.bind(*given, **named)  # type: ignore[attr-defined]  # set below; functions have it at run time
        bound.apply_defaults()
        return answer(function, list(bound.arguments.values()))

    udf.__name__ = udf.__qualname__ = function.name
    udf.__module__ = __name__
    udf.__doc__ = wrapper.description
    udf.__annotations__ = {}  # xlwings would take our types of Python's for converters of its own
    udf.__signature__ = _signature(wrapper)  # type: ignore[attr-defined]  # as above
    decorated = decorators.ret(index=False, header=False)(udf)
    for argument in wrapper.arguments:
        # Two dimensions always: what was a column, a row or one cell is told by the shape. Errors arrive as texts, not as blanks.
        decorated = decorators.arg(argument.name, ndim=2, err_to_str=True, doc=argument.note)(decorated)
    # Without it Excel would call Python at each key stroke in the function wizard.
    found: Udf = decorators.func(category=wrapper.category, call_in_wizard=False)(decorated)
    return found


def _signature(wrapper: Wrapper) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Signature(
        [
            inspect.Parameter(argument.name, kind, default=None if argument.optional else inspect.Parameter.empty)
            for argument in wrapper.arguments
        ]
    )


globals().update(made(xw))

__all__ = ["answer", "made"]
