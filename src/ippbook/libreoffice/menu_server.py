"""The process in which a button of Calc thinks: messages on standard input and output, one press after the other.

    from Calc    {"press": "check", "language": "zh-CN", "with": "/exports/listings.csv"}
    to Calc      {"please": {"ask": "block", "sheet": "Listings", ...}}      any number of requests
    from Calc    {"answer": ...}, {"refused": "no sheet", "name": "Listings"} or {"broken": "UNO's own error"}
    to Calc      {"done": {"text": ..., "changed": 12, "failed": false, "severe": true}}

The form of a message is in `message_frames`. The process ends when Calc closes its side.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.languages.run_language import choose_language, localized
from ippbook.languages.translation import known_languages
from ippbook.libreoffice.message_frames import received_framed, send_framed, standard_pipes
from ippbook.version import __version__

if TYPE_CHECKING:
    from ippbook.excel.press_result import PressResult

CalcMessage = dict[str, Any]
CalcPlain = Any
"""Plain data of any form."""
_HOW_TO_UNDO: Final = say("To undo it, press Ctrl+Z once.")
_UNDO: Final = "undo"
"""The button that undoes."""


class CalcRequestError(Exception):
    """Calc could not answer a request: its own error."""


class PipeChannel:
    """Messages to and from the extension inside Calc."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source, self._target = source, target

    def send(self, message: CalcMessage) -> None:
        """Send one message."""
        send_framed(self._target, message)

    def receive(self) -> CalcMessage | None:
        """The next message; None where Calc has closed its side."""
        return received_framed(self._source)

    def ask(self, request: str, /, **details: CalcPlain) -> CalcPlain:
        """The answer to a request. Raises `UserError` with what Calc says where it refuses, and `CalcRequestError` for its own errors."""
        self.send({"please": {"ask": request, **details}})
        answer = self.receive()
        if answer is None:
            raise EOFError(f"Calc closed during {request}")
        if "refused" in answer:
            raise _refusal(str(answer["refused"]), str(answer.get("name", "")))
        if "broken" in answer:
            raise CalcRequestError(f"{request}: {answer['broken']}")
        return answer.get("answer")


def _refusal(why: str, name: str) -> UserError:
    """The sentence for what Calc refuses."""
    match why:
        case "no sheet":
            return UserError(
                "sheet {name!r} no longer exists, so nothing was changed; press the button again",
                name=name,
            )
        case "not accepted":
            return UserError(
                "Calc did not accept the new content of sheet {name!r} (a cell is locked or merged, or belongs to an array formula), so nothing was changed; unprotect the sheet or split the cells, and press the button again",
                name=name,
            )
        case "not blank":
            return UserError(
                "the cells below table {name} are not blank, so the table cannot take new rows and nothing was changed; move these cells, and press the button again",
                name=name,
            )
    return UserError(
        "the extension in LibreOffice has another version than ippbook, and nothing was changed; run: ippbook libreoffice install, and restart LibreOffice"
    )


def press_in_calc(channel: PipeChannel, message: CalcMessage) -> "PressResult":
    """Press a button over the document behind *channel*. Never raises for anything that a person can cause."""
    import xlwings as xw  # noqa: PLC0415  # imported late: the process answers at once that it lives

    from ippbook.excel import press_button  # noqa: PLC0415  # as above
    from ippbook.excel.press_result import refused_press  # noqa: PLC0415  # as above
    from ippbook.libreoffice.document_engine import CalcBook, CalcEngine  # noqa: PLC0415  # as above

    name = str(message["press"])
    language = str(message.get("language") or "").partition("-")[0]
    choose_language(language if language in known_languages() else "")
    chosen = message.get("with")
    try:
        label = press_button.label_of(name)
        book = CalcBook(channel)
        channel.ask("begin", label=localized(say(label)))
    except UserError as refusal:
        return refused_press(name, refusal)
    xw.Engine(impl=CalcEngine(book)).activate()
    return press_button.press(name, xw.Book(impl=book), chosen=Path(chosen) if chosen else None)


def serve_presses(source: BinaryIO, target: BinaryIO) -> None:
    """Answer presses until Calc closes its side."""
    channel = PipeChannel(source, target)
    channel.send({"ippbook": __version__})
    while (message := channel.receive()) is not None:
        done = press_in_calc(channel, message)
        text = done.text
        if done.changed and not done.failed and done.button != _UNDO:
            text = f"{text}\n{localized(_HOW_TO_UNDO)}"
        channel.send({"done": {"text": text, "changed": done.changed, "failed": done.failed, "severe": done.severe}})


def serve_menu() -> None:
    """Serve the office that started this process."""
    serve_presses(*standard_pipes())


if __name__ == "__main__":
    serve_menu()

__all__ = ["CalcMessage", "CalcRequestError", "PipeChannel", "press_in_calc", "serve_menu", "serve_presses"]
