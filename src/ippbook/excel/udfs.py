"""Worksheet functions as Excel calls them through xlwings: one for each function of the registry, made by one loop.

VBA and settings name `ippbook.udfs`, which has the same functions. On Windows xlwings' decorators store what its COM server
needs; elsewhere they do nothing, and the functions are plain.
"""

import inspect
from collections.abc import Callable

import xlwings as xw

from ippbook.declare import WorksheetFunction, registry
from ippbook.declare.udf_wrapper import Wrapper, wrapper_of
from ippbook.excel.hosts import HostValue
from ippbook.excel.udf_answer import answer_cells

Udf = Callable[..., HostValue]


def excel_functions(decorators: HostValue) -> dict[str, Udf]:
    """A function for Excel for each worksheet function, by name.

    *decorators* has `func`, `arg` and `ret`: xlwings itself, or a module with the Windows versions under these names.
    """
    return {name: _excel_function(function, decorators) for name, function in registry().functions.items()}


def _excel_function(function: WorksheetFunction, decorators: HostValue) -> Udf:
    wrapper = wrapper_of(function)

    def udf(*arguments: HostValue, **named: HostValue) -> HostValue:
        bound = udf.__signature__.bind(*arguments, **named)  # type: ignore[attr-defined]  # set below; functions have it at run time
        bound.apply_defaults()
        return answer_cells(function, list(bound.arguments.values()))

    udf.__name__ = udf.__qualname__ = function.name
    udf.__module__ = __name__
    udf.__doc__ = wrapper.description
    udf.__annotations__ = {}  # xlwings would take Python's types for its own converters
    udf.__signature__ = _signature(wrapper)  # type: ignore[attr-defined]  # as above
    decorated = decorators.ret(index=False, header=False)(udf)
    for argument in wrapper.arguments:
        # Always two dimensions: the shape shows whether it was a column, a row or one cell. Errors arrive as texts, not as blanks.
        decorated = decorators.arg(argument.name, ndim=2, err_to_str=True, doc=argument.note)(decorated)
    # Otherwise Excel would call Python at each key stroke in the function wizard.
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


globals().update(excel_functions(xw))

__all__ = ["excel_functions"]
