"""Writes a text from its tree, without compiling it: ippbook's own texts are many, and each is written a few times in a run.

It knows what `template` allows in a text, and does with it what Jinja2 does; a test compares the two for every text of ippbook. A team's own
text is compiled by Jinja2 in its sandbox.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from jinja2 import Environment, nodes

_Value: TypeAlias = Any  # what a text prints, compares and tests: texts, numbers, groups of links
_OPERATORS: Final[Mapping[str, Callable[[_Value, _Value], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


def write_directly(tree: nodes.Template, environment: Environment, values: Mapping[str, _Value]) -> str:
    """The text of *tree* with *values*. Raises `LookupError` for a part or a name that it does not know."""
    return "".join(_written(tree.body, environment, values))


def _written(body: list[nodes.Node], environment: Environment, values: Mapping[str, _Value]) -> Iterator[str]:
    for node in body:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        yield part.data
                    else:
                        finalize = environment.finalize or str
                        yield str(finalize(_value(part, environment, values)))
            case nodes.If():
                branches = ((each.test, each.body) for each in (node, *node.elif_))
                chosen = next((body for test, body in branches if _value(test, environment, values)), node.else_)
                yield from _written(chosen, environment, values)
            case nodes.For(target=nodes.Name(name=name)):
                for item in _value(node.iter, environment, values):
                    yield from _written(node.body, environment, {**values, name: item})
            case _:
                raise LookupError(type(node).__name__)


def _value(node: nodes.Node | None, environment: Environment, values: Mapping[str, _Value]) -> _Value:  # noqa: PLR0911  # one for each part
    match node:
        case nodes.Name():
            return values[node.name]
        case nodes.Getattr():
            return _value(node.node, environment, values)[node.attr]
        case nodes.Const():
            return node.value
        case nodes.Filter() | nodes.Test():
            known: Mapping[str, Any] = environment.filters if isinstance(node, nodes.Filter) else environment.tests
            arguments = [_value(each, environment, values) for each in node.args or ()]
            return known[node.name](_value(node.node, environment, values), *arguments)
        case nodes.Not():
            return not _value(node.node, environment, values)
        case nodes.And():
            return _value(node.left, environment, values) and _value(node.right, environment, values)
        case nodes.Or():
            return _value(node.left, environment, values) or _value(node.right, environment, values)
        case nodes.Compare(ops=[nodes.Operand() as operand]):
            compared = _OPERATORS[operand.op]
            return compared(_value(node.expr, environment, values), _value(operand.expr, environment, values))
    raise LookupError(type(node).__name__)


__all__ = ["write_directly"]
