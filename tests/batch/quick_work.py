"""Work for the tests of worker processes. It imports nothing large, so that a process starts at once."""

import os
import signal
import time


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
        case "large":
            return "x" * int(detail)
        case "process":
            return str(os.getpid())
    return f"did {task}"
