"""The way from LibreOffice to ippbook: one process of ippbook's own Python, reached over its standard input and output.

Only this process and its child hold the two ends of the pipe. What passes is JSON: a text of a cell never becomes code.
Needs the standard library only, because LibreOffice's own Python has no other package.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Callable, Dict, List, Optional

Message = Dict[str, object]

SECONDS = 30.0
"""How long Calc waits for one answer; the first one includes the start of Python."""
REST_SECONDS = 15.0
"""How long no question is sent after a failure, so that a sheet of ten thousand formulas does not wait for each."""
LONGEST_MESSAGE = 1 << 30
"""A longer message is refused: nothing that a sheet holds is so long."""
_LENGTH = struct.Struct(">I")
_LOOK_SECONDS = 0.25
_LOUD = 400
"""How many characters of a program's own complaint a sentence quotes."""


_TRANSLATED: Dict[str, str] = {}
"""The sentences of the extension in the language of LibreOffice, by the English ones."""


def say_inside(english: str, **values: object) -> str:
    """A sentence in the language of LibreOffice, with its values; English where there is no translation."""
    return _TRANSLATED.get(english, english).format(**values)


def speak_like_office(context: object, folder: Optional[str] = None) -> str:
    """Speak the language of LibreOffice's own texts from now on, and give its name, such as zh-CN. Never raises."""
    language = ""
    try:
        reader = context.ServiceManager.createInstanceWithArgumentsAndContext(  # type: ignore[attr-defined]  # UNO has no types
            "com.sun.star.configuration.ReadOnlyAccess", ("*",), context
        )
        language = str(reader.getByHierarchicalName("/org.openoffice.Setup/L10N/ooLocale") or "")
        with open(os.path.join(folder or extension_folder(), "sentences.json"), encoding="utf-8") as file:
            known = json.load(file).get(language.split("-")[0], {})
        _TRANSLATED.clear()
        _TRANSLATED.update(known)
    except Exception:  # noqa: BLE001  # UNO has its own errors; the sentences stay English
        return language
    return language


class NoAnswerError(Exception):
    """ippbook did not answer. The text is one sentence with the remedy."""


def extension_folder() -> str:
    """The folder in which LibreOffice unpacked the extension."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def command_of_installation(folder: Optional[str] = None) -> List[str]:
    """The program to start: the one that `ippbook libreoffice install` wrote, else the environment of `ippbook excel install`.

    Raises `NoAnswerError` where there is neither.
    """
    place = os.path.join(folder or extension_folder(), "server.json")
    try:
        with open(place, encoding="utf-8") as file:
            command = json.load(file)["command"]
    except (OSError, ValueError, KeyError, TypeError):
        command = None
    if isinstance(command, list) and command and all(isinstance(each, str) for each in command):
        if not os.path.isfile(command[0]):
            raise NoAnswerError(
                say_inside(
                    "there is no Python of ippbook at {path} now; run: ippbook libreoffice install", path=command[0]
                )
            )
        return command
    for python in _usual_places():
        if os.path.isfile(python):
            return [python, "-I", "-m", "ippbook.libreoffice.server"]
    raise NoAnswerError(
        say_inside("ippbook is not installed on this computer; install it, then run: ippbook libreoffice install")
    )


def _usual_places() -> List[str]:
    home = os.path.expanduser("~")
    local = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    return (
        [os.path.join(local, "ippbook", "env", "Scripts", "python.exe")]
        if sys.platform == "win32"
        else [os.path.join(home, ".ippbook", "env", "bin", "python")]
    )


def clean_environment() -> Dict[str, str]:
    """The variables for the process: without LibreOffice's own Python (PYTHONHOME, PYTHONPATH) and its library folder."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        parts = [part for part in kept.get(name, "").split(os.pathsep) if part and "office" not in part.lower()]
        kept.pop(name, None)
        if parts:
            kept[name] = os.pathsep.join(parts)
    return kept


class Channel:
    """A process and the pipe to it. It starts with the first question, and again after it ended; a lock lets one question through at a time."""

    def __init__(self, command: Callable[[], List[str]], seconds: float = SECONDS) -> None:
        self._command = command
        self._seconds = seconds
        self._lock = threading.RLock()
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._errors: Optional[IO[bytes]] = None
        self._deadline = 0.0
        self._late = False
        self._rest_until = 0.0
        self._reason = ""
        self.hello: Message = {}
        """The first message of the process: its version and its functions. Empty before the first answer."""
        self.starts = 0
        """How often a process was started: what is remembered of an older one may be of another version."""

    def start(self) -> None:
        """Start the process without waiting for it, so that the first question finds it ready. Never raises."""
        try:
            with self._lock:
                self._started()
        except NoAnswerError:
            pass  # the first question says it

    def ask(
        self,
        question: Message,
        help_with: Optional[Callable[[Message], Message]] = None,
        seconds: Optional[float] = None,
    ) -> Message:
        """The answer to *question*. Raises `NoAnswerError` after *seconds*, or where the process cannot start or ended.

        Where the process asks back (a message with `please`), *help_with* gives the answer, and the time begins again.
        """
        with self._lock:
            if time.monotonic() < self._rest_until:
                raise NoAnswerError(self._reason)
            try:
                process = self._started()
                limit = seconds or self._seconds
                self._deadline = time.monotonic() + limit
                if not self.hello:
                    self.hello = self._received(process)
                self._send(process, question)
                answer = self._received(process)
                while "please" in answer and help_with is not None:
                    self._deadline = 0.0
                    helped = help_with(answer)
                    self._deadline = time.monotonic() + limit
                    self._send(process, helped)
                    answer = self._received(process)
            except NoAnswerError as failure:
                self._rest(str(failure))
                raise
            except (OSError, ValueError, MemoryError) as failure:
                reason = self._why(failure)
                self._rest(reason)
                raise NoAnswerError(reason) from None
            finally:
                self._deadline = 0.0
            return answer

    def close(self) -> None:
        """End the process."""
        with self._lock:
            process, self._process = self._process, None
            self.hello = {}
            errors, self._errors = self._errors, None
            if process is None:
                if errors is not None:
                    errors.close()
                return
            for end in (process.stdin, process.stdout):
                if end is not None:
                    try:
                        end.close()
                    except OSError:
                        pass  # it ended before
            process.kill()
            process.wait()
            if errors is not None:
                errors.close()

    def _rest(self, reason: str) -> None:
        self.close()
        self._reason = reason
        self._rest_until = time.monotonic() + REST_SECONDS

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            return self._process
        command = self._command()
        self._late = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as the process runs
        try:
            self._process = process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=clean_environment(),
                cwd=os.path.dirname(command[0]) or None,
                close_fds=True,
                bufsize=0,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as failure:
            self._errors.close()
            raise NoAnswerError(
                say_inside(
                    "the Python of ippbook cannot be started ({reason}: {path}); run: ippbook libreoffice install",
                    reason=failure.strerror or type(failure).__name__,
                    path=command[0],
                )
            ) from None
        self.starts += 1
        threading.Thread(target=self._watch, args=(process,), name="ippbook-watch", daemon=True).start()
        return process

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """End *process* where its answer is late. Killing it is what ends the waiting, on every system."""
        while process.poll() is None and self._process is process:
            if self._deadline and time.monotonic() > self._deadline:
                self._late = True
                process.kill()
                return
            time.sleep(_LOOK_SECONDS)

    @staticmethod
    def _send(process: subprocess.Popen[bytes], message: Message) -> None:
        content = json.dumps(message, separators=(",", ":")).encode("ascii")
        view = memoryview(_LENGTH.pack(len(content)) + content)
        if process.stdin is None:
            raise OSError
        while view:
            view = view[process.stdin.write(view) :]

    def _received(self, process: subprocess.Popen[bytes]) -> Message:
        if process.stdout is None:
            raise OSError
        (length,) = _LENGTH.unpack(_exactly(process.stdout, _LENGTH.size))
        if length > LONGEST_MESSAGE:
            raise ValueError
        message = json.loads(_exactly(process.stdout, length))
        if not isinstance(message, dict):
            raise ValueError  # noqa: TRY004  # one kind of failure for all that is not a message
        return message

    def _why(self, failure: Exception) -> str:
        if self._late:
            return say_inside(
                "no answer within {seconds} seconds; select fewer rows, or use: ippbook recalc",
                seconds="%g" % self._seconds,
            )
        if isinstance(failure, MemoryError):
            return say_inside("too little memory; select fewer rows")
        process = self._process
        if process is not None:
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                pass  # it is ended below
        complaint = self._complaint()
        if complaint:
            return say_inside("ippbook ended ({complaint}); run: ippbook libreoffice status", complaint=complaint)
        return say_inside("ippbook ended; run: ippbook libreoffice status")

    def _complaint(self) -> str:
        """The last line that the process wrote before it ended."""
        try:
            if self._errors is None:
                return ""
            self._errors.seek(0, os.SEEK_END)
            self._errors.seek(max(self._errors.tell() - 4096, 0))
            lines = self._errors.read().decode("utf-8", "replace").split("\n")
        except (OSError, ValueError):
            return ""
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return "".join(sign if sign.isprintable() else " " for sign in last)[:_LOUD]


def _exactly(source: IO[bytes], count: int) -> bytes:
    parts: List[bytes] = []
    while count:
        part = source.read(min(count, 1 << 20))
        if not part:
            raise _ClosedError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class _ClosedError(OSError):
    """The other end is closed."""
