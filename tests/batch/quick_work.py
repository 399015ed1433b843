"""Work for the tests of worker processes. It imports nothing large, so that a process starts at once."""

import os
import signal
import time
from pathlib import Path


def awaited(path: str) -> bool:
    """Wait until *path* exists; False after a minute."""
    until = time.monotonic() + 60
    while not Path(path).exists() and time.monotonic() < until:
        time.sleep(0.005)
    return Path(path).exists()


def work(task: str) -> str:
    """What the task says: an answer, a pause, a death."""
    kind, _, detail = task.partition(" ")
    match kind:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(int(detail))
        case "raise":
            raise ZeroDivisionError(detail)
        case "sleep":
            time.sleep(float(detail))
        case "await":
            return "found" if awaited(detail) else "waited in vain"
        case "large":
            return "x" * int(detail)
        case "process":
            return str(os.getpid())
    return f"did {task}"
