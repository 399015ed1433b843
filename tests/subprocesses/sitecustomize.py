"""Python loads this module in every program that a test starts (`tests/conftest.py` puts its folder on PYTHONPATH): it keeps what the program saves.

A workbook that ippbook saves is copied, with what it was before, into a folder of its own under $IPPBOOK_TEST_SAVES. The test process verifies
them when the test ends. Nothing else of the program changes, and nothing is loaded before the program loads `ippbook.ooxml.write.save` itself.
"""

import os
import sys
from contextlib import suppress

MODULE = "ippbook.ooxml.write.save"
ENDINGS = (".xlsx", ".xlsm", ".xlam")
LARGEST = 20_000_000


class SavesHook:
    """An import hook for the module that saves."""

    def find_spec(self, name, *_where):
        """The module's own spec; its loader changes the module after it ran."""
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        plain = spec.loader.exec_module

        def exec_module(module):
            plain(module)
            keep_saves(module)

        spec.loader.exec_module = exec_module
        return spec


def keep_saves(module):
    """Keep what the two functions of the module that write a workbook write."""
    run, write_whole = module._Save.run, module.write_whole
    saves = KeptSaves()

    def save_run(save):
        saves.keep("before", save.book.path)
        saved = run(save)
        if saved.changed_parts:
            saves.keep("after", saved.path)
            saves.finish()
        return saved

    def write(path, data):
        warnings = write_whole(path, data)
        if data.startswith(b"PK"):
            saves.keep("after", path)
            saves.finish()
        return warnings

    module._Save.run, module.write_whole = save_run, write


class KeptSaves:
    """The folder of the save that is under way. A test that fills the disk, or takes rights away, may have none."""

    def __init__(self):
        self.number = 0

    def folder(self):
        """The folder while the save is not finished."""
        from pathlib import Path

        return Path(os.environ["IPPBOOK_TEST_SAVES"]) / f"{os.getpid()}-{self.number}.unfinished"

    def keep(self, name, path):
        """Copy the workbook at *path*, unless it is too large to look at."""
        from pathlib import Path
        from shutil import copyfile

        path, folder = Path(path), self.folder()
        with suppress(OSError):
            if path.suffix.lower() in ENDINGS and path.stat().st_size < LARGEST:
                folder.mkdir(exist_ok=True)
                copyfile(path, folder / (name + path.suffix.lower()))

    def finish(self):
        """Show the test process the save."""
        with suppress(OSError):
            self.folder().rename(self.folder().with_suffix(""))
        self.number += 1


if __name__ == "sitecustomize" and os.environ.get("IPPBOOK_TEST_SAVES"):
    sys.meta_path.insert(0, SavesHook())
