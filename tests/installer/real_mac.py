"""A computer on which the tests install real packages."""

from pathlib import Path

from ippbook.installer import layout as layouts
from ippbook.installer.host import ThisMachine


class Mac(ThisMachine):
    """This computer, told to be a Mac whose home is a test's folder: programs run for real."""

    system = "macos"

    def __init__(self, home: Path) -> None:
        self.layout = layouts.macos(str(home))

    def running(self, _program: str) -> bool:
        return False
