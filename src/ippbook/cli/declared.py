"""What a command declares about itself: its name, its options, its arguments.

These are light objects. A plain command line is read from them at once (`quick_words`); Typer's parser is made of the same
objects (`parser`), and only where it is needed: it takes longer to load than many commands run.
"""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Final, Literal, TypeVar, get_args, get_origin

_Command = TypeVar("_Command", bound=Callable[..., None])


class Declaration:
    """What the annotation of a parameter adds to its type: its names on the command line, and what Typer's object of it gets."""

    def __init__(self, *names: str, **settings: object) -> None:
        self.names: Final = names
        self.settings: Final[Mapping[str, object]] = settings


class Option(Declaration):
    """A parameter with a name: `Annotated[int, Option("--limit", min=0, help="…")]`. Its settings are those of Typer's Option."""


class Positional(Declaration):
    """A parameter that is known by its place. Its settings are those of Typer's Argument."""


def declaration_of(annotation: object) -> tuple[object, Declaration | None]:
    """The type that *annotation* states, and its `Declaration`; None where it has none."""
    if get_origin(annotation) is not Annotated:
        return annotation, None
    kind, *more = get_args(annotation)
    return kind, next((each for each in more if isinstance(each, Declaration)), None)


class DeclaredCommand:
    """A function that is a command. *settings*: those of Typer's command; *reads*: how its words are read, where that is special."""

    def __init__(
        self,
        function: Callable[..., None],
        name: str,
        reads: Literal["", "negative values"],
        settings: Mapping[str, object],
    ) -> None:
        self.function: Final = function
        self.name: Final = name or function.__name__
        self.reads: Final = reads
        self.settings: Final = settings

    def as_declared_by(self, annotation: Callable[[object], object]) -> Callable[..., None]:
        """The function with other annotations, each made by *annotation* of its own."""
        signature = inspect.signature(self.function)
        parameters = [each.replace(annotation=annotation(each.annotation)) for each in signature.parameters.values()]

        @functools.wraps(self.function)
        def call(*values: object, **named: object) -> None:
            self.function(*values, **named)

        vars(call)["__signature__"] = signature.replace(parameters=parameters)
        call.__annotations__ = {each.name: each.annotation for each in parameters}
        return call


class CommandList:
    """The commands of the command line, or of a group in it, in the order in which their modules were loaded."""

    def __init__(self, name: str, about: str) -> None:
        self.name: Final = name
        self.about: Final = about
        self.commands: Final[list[DeclaredCommand]] = []
        self.groups: Final[list[CommandList]] = []

    def command(
        self, name: str = "", *, reads: Literal["", "negative values"] = "", **settings: object
    ) -> Callable[[_Command], _Command]:
        """Declare that the function is the command *name*; "" takes the name of the function."""

        def declare(function: _Command) -> _Command:
            self.commands.append(DeclaredCommand(function, name, reads, settings))
            return function

        return declare

    def group(self, name: str, about: str) -> "CommandList":
        """Declare a group of commands."""
        made = CommandList(name, about)
        self.groups.append(made)
        return made

    def called(self, name: str) -> Iterator[DeclaredCommand]:
        """The commands called *name*; groups are not among them."""
        return (each for each in self.commands if each.name == name)


app: Final = CommandList("ippbook", "")
"""Every command of the command line whose module is loaded."""
