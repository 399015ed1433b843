"""The registry of Windows, read only: the values and the subkeys of a key."""

import sys
from collections.abc import Mapping
from itertools import count

from ippbook.errors import UserError
from ippbook.languages import say


class RegistryDeniedError(UserError):
    """Windows does not let this user read a key: whether it exists, and what it says, is unknown."""

    def __init__(self, key: str) -> None:
        super().__init__("{refusal}", refusal=say("Windows does not let you read the registry key {key}", key=key))


def registry_values(key: str) -> Mapping[str, object] | None:
    r"""The values of a key such as `HKCU\Software\…`, name to data; the default value has the name "". None if there is no such key.

    Always the view of 64-bit programs, whatever Python this is; the other view is under `Wow6432Node`. A text with %NAMES% stays one.
    Raises `RegistryDeniedError`. Sources: docs.python.org/3/library/winreg.html; learn.microsoft.com/windows/win32/winprog64/accessing-an-alternate-registry-view.
    """
    found = _content(key)
    return None if found is None else found[0]


def registry_subkeys(key: str) -> tuple[str, ...]:
    """The names of a key's subkeys; empty if there is no such key. Raises `RegistryDeniedError`."""
    found = _content(key)
    return () if found is None else found[1]


def _content(key: str) -> tuple[dict[str, object], tuple[str, ...]] | None:
    """The values and the subkeys of a key; None if there is no such key."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # exists on Windows only

        root, _, rest = key.partition("\\")
        hive = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root]
        access = winreg.KEY_QUERY_VALUE | winreg.KEY_ENUMERATE_SUB_KEYS | winreg.KEY_WOW64_64KEY
        values: dict[str, object] = {}
        subkeys: list[str] = []
        try:
            with winreg.OpenKey(hive, rest, 0, access) as opened:
                # Another program may change the key meanwhile: the end of the list is where Windows says so.
                for number in count():
                    try:
                        name, data, _kind = winreg.EnumValue(opened, number)
                    except OSError:
                        break
                    values[name] = data
                for number in count():
                    try:
                        subkeys.append(winreg.EnumKey(opened, number))
                    except OSError:
                        break
        except PermissionError:
            raise RegistryDeniedError(key) from None
        except OSError:  # the key does not exist
            return None
        return values, tuple(subkeys)
    return None
