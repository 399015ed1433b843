"""The reader of the real registry, over a stand-in of the module winreg that behaves as its documentation says."""

import sys
from types import SimpleNamespace

import pytest

from ippbook.installer.host import ThisMachine
from ippbook.installer.registry import RegistryDeniedError, registry_subkeys, registry_values

SHARED = {
    r"Software\Policies\Microsoft\Office\16.0\Excel\Security": {"VBAWarnings": (3, 4)},
    r"Software\Empty": {},
    r"Software\Classes\Excel.Application\CLSID": {"": ("{00024500-0000-0000-C000-000000000046}", 1)},
}
VIEWS = {
    64: {r"Software\Microsoft\Office\16.0\Excel\InstallRoot": {"Path": ("C:\\64\\", 1)}},
    32: {
        r"Software\Microsoft\Office\16.0\Excel\InstallRoot": {
            "Path": ("C:\\32\\", 1),
            "Raw": (b"\1\0", 3),
            "List": (["a", "b"], 7),
        }
    },
}
DENIED = r"Software\Secret"


class Winreg(SimpleNamespace):
    """HKEY_*, KEY_*, OpenKey, EnumValue and EnumKey of docs.python.org/3/library/winreg.html, with both views of WOW64."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = 1, 2
    KEY_QUERY_VALUE, KEY_ENUMERATE_SUB_KEYS, KEY_READ = 0x1, 0x8, 0x20019
    KEY_WOW64_64KEY, KEY_WOW64_32KEY = 0x100, 0x200

    def __init__(self, bits: int) -> None:
        super().__init__(bits=bits, open_keys=0, vanishing="")

    def OpenKey(self, hive, name, reserved=0, access=KEY_READ):  # noqa: N802  # the name in winreg
        assert reserved == 0
        assert hive in (1, 2)
        assert access & (self.KEY_QUERY_VALUE | self.KEY_ENUMERATE_SUB_KEYS)
        view = 64 if access & self.KEY_WOW64_64KEY else 32 if access & self.KEY_WOW64_32KEY else self.bits
        if "wow6432node" in name.casefold():
            view, name = 32, name.replace("Wow6432Node\\", "").replace("WOW6432Node\\", "")
        tree = {**SHARED, **VIEWS[view]}
        if name == DENIED:
            raise PermissionError(13, "Access is denied", None, 5)
        inside = [
            key
            for key in tree
            if key.casefold() == name.casefold() or key.casefold().startswith(f"{name}\\".casefold())
        ]
        if not inside:
            raise FileNotFoundError(2, "The system cannot find the file specified", None, 2)
        return Handle(self, name, tree, access)

    def EnumValue(self, handle, index):  # noqa: N802  # the name in winreg
        assert handle.access & self.KEY_QUERY_VALUE
        if index >= len(handle.values) or self.vanishing:
            raise OSError(22, "No more data is available", None, 259)
        name, (data, kind) = list(handle.values.items())[index]
        return name, data, kind

    def EnumKey(self, handle, index):  # noqa: N802  # the name in winreg
        assert handle.access & self.KEY_ENUMERATE_SUB_KEYS
        if index >= len(handle.subkeys) or self.vanishing:
            raise OSError(22, "No more data is available", None, 259)
        return handle.subkeys[index]


class Handle:
    """An open key; it closes itself at the end of a with statement."""

    def __init__(self, winreg, name, tree, access):
        self.winreg, self.access = winreg, access
        self.values = next((found for key, found in tree.items() if key.casefold() == name.casefold()), {})
        start = len(name) + 1
        below = [key[start:].partition("\\")[0] for key in tree if key.casefold().startswith(f"{name}\\".casefold())]
        self.subkeys = list(dict.fromkeys(below))

    def __enter__(self):
        self.winreg.open_keys += 1
        return self

    def __exit__(self, *_):
        self.winreg.open_keys -= 1


@pytest.fixture(params=[64, 32], ids=["64-bit Python", "32-bit Python"])
def winreg(request, monkeypatch):
    stand_in = Winreg(request.param)
    monkeypatch.setitem(sys.modules, "winreg", stand_in)
    monkeypatch.setattr("ippbook.installer.registry.sys", SimpleNamespace(platform="win32"))
    yield stand_in
    assert stand_in.open_keys == 0


ROOT = r"Microsoft\Office\16.0\Excel\InstallRoot"


@pytest.mark.usefixtures("winreg")
def test_each_view_is_read_by_its_name_whatever_python_this_is():
    assert registry_values(rf"HKLM\Software\{ROOT}") == {"Path": "C:\\64\\"}
    assert registry_values(rf"HKLM\Software\WOW6432Node\{ROOT}") == {
        "Path": "C:\\32\\",
        "Raw": b"\1\0",
        "List": ["a", "b"],
    }


@pytest.mark.usefixtures("winreg")
def test_the_default_value_has_no_name_and_a_number_stays_one():
    assert registry_values(r"HKCU\Software\Classes\Excel.Application\CLSID") == {
        "": "{00024500-0000-0000-C000-000000000046}"
    }
    assert registry_values(r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security") == {"VBAWarnings": 3}
    assert registry_values(r"HKCU\Software\Empty") == {}


@pytest.mark.usefixtures("winreg")
def test_a_key_that_does_not_exist_is_none_and_has_no_subkeys():
    assert registry_values(r"HKLM\Software\None") is None
    assert registry_subkeys(r"HKLM\Software\None") == ()


@pytest.mark.usefixtures("winreg")
def test_a_key_that_the_user_may_not_read_is_refused_in_a_sentence_that_names_it():
    for read in (registry_values, registry_subkeys):
        with pytest.raises(
            RegistryDeniedError, match=r"Windows does not let you read the registry key HKLM\\Software\\Secret"
        ):
            read(rf"HKLM\{DENIED}")


@pytest.mark.usefixtures("winreg")
def test_subkeys_are_the_next_names_only():
    assert registry_subkeys(r"HKLM\Software\Microsoft\Office") == ("16.0",)
    assert set(registry_subkeys(r"HKLM\Software")) == {"Policies", "Empty", "Classes", "Microsoft"}


def test_a_value_that_another_program_deletes_meanwhile_is_left_out(winreg):
    winreg.vanishing = "yes"
    assert registry_values(rf"HKLM\Software\{ROOT}") == {}
    assert registry_subkeys(r"HKLM\Software\Microsoft") == ()


@pytest.mark.usefixtures("winreg")
def test_this_machine_reads_with_it():
    assert ThisMachine().registry(rf"HKLM\Software\{ROOT}") == {"Path": "C:\\64\\"}
    assert ThisMachine().subkeys(r"HKLM\Software\Microsoft") == ("Office",)


def test_other_systems_have_no_registry():
    assert registry_values(r"HKCU\Software") is None
    assert registry_subkeys(r"HKCU\Software") == ()
