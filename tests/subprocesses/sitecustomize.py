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


class KeptSaves:
    """An import hook for the module that saves."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0

    def find_spec(self, name, path=None, target=None):
        """The module's own spec; its loader changes the module after it ran."""
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        plain = spec.loader.exec_module

        def exec_module(module):
            plain(module)
            self.watch(module)

        spec.loader.exec_module = exec_module
        return spec

    def watch(self, module):
        """Keep what the two functions of the module that write a workbook write."""
        run, write_whole = module._Save.run, module.write_whole

        def save_run(save):
            self.keep("before", save.book.path)
            saved = run(save)
            if saved.changed_parts:
                self.keep("after", saved.path)
                self.finish()
            return saved

        def write(path, data):
            warnings = write_whole(path, data)
            if data.startswith(b"PK"):
                self.keep("after", path)
                self.finish()
            return warnings

        module._Save.run, module.write_whole = save_run, write

    def unfinished(self):
        """The folder of the save that is under way."""
        return os.path.join(self.folder, f"{os.getpid()}-{self.number}.unfinished")

    def keep(self, name, path):
        """Copy the workbook at *path*, unless it is too large to look at, or the test has filled the disk."""
        from shutil import copyfile

        ending = os.path.splitext(path)[1].lower()
        with suppress(OSError):
            if ending in ENDINGS and os.path.getsize(path) < LARGEST:
                os.makedirs(self.unfinished(), exist_ok=True)
                copyfile(path, os.path.join(self.unfinished(), name + ending))

    def finish(self):
        """Show the test process the save."""
        with suppress(OSError):
            os.rename(self.unfinished(), self.unfinished().removesuffix(".unfinished"))
        self.number += 1


if __name__ == "sitecustomize" and os.environ.get("IPPBOOK_TEST_SAVES"):
    sys.meta_path.insert(0, KeptSaves(os.environ["IPPBOOK_TEST_SAVES"]))
