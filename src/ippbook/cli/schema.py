"""The command schema: the published shape of the JSON output."""

from typing import Annotated

from ippbook.cli.declared import Positional, app
from ippbook.cli.visible_stream import print_text
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean


@app.command("schema")
def print_schema(
    command: Annotated[str, Positional(help="The command, such as check or “excel status”.", show_default=False)] = "",
) -> None:
    """Print the JSON Schema (draft 2020-12) of what a command prints with --format json. Without a command: list them with their versions.

    Examples:
        ippbook schema  # the commands and the versions
        ippbook schema check
    """
    from ippbook.cli.json_text import json_text  # noqa: PLC0415  # imported late: start-up stays quick
    from ippbook.cli.schemas import command_schemas  # noqa: PLC0415  # likewise

    known = command_schemas()
    if not command:
        for each in known.values():
            print_text(say("{command}  version {version}", command=each.command, version=each.version))
        return
    found = known.get(" ".join(command.replace("-", " ").split()))
    if found is None:
        hint = did_you_mean(command, known, say("the commands are: {known}", known=say_series(known)))
        raise UserError("there is no schema {command!r}; {hint}", command=command, hint=hint)
    print_text(json_text(found.document))
