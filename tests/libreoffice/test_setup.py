"""Installation into profiles of LibreOffice that are made here; without LibreOffice itself, only what is refused and what Basic is written."""

import os
import re
import runpy
import sys
import zipfile

import pytest

from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.libreoffice import before, office, setup
from ippbook.libreoffice.basic_names import basic_source, basic_state, put_basic_names, remove_basic_names
from ippbook.libreoffice.state import calc_state

XLB = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A LibreOffice as far as files go: 7.4, with Python."""
    folder = tmp_path / "Pro gramm ü" / "program"
    folder.mkdir(parents=True)
    (folder / "bootstraprc").write_text("[Bootstrap]\nProductKey=LibreOffice 7.4\n", encoding="utf-8")
    for name in ("soffice", "unopkg", "libpythonloaderlo.so"):
        (folder / name).touch()
    monkeypatch.setattr(office, "libreoffice_program", lambda: str(folder / "soffice"))
    return folder


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "Profil 品牌"
    standard = folder / "user" / "basic" / "Standard"
    standard.mkdir(parents=True)
    (standard / "script.xlb").write_text(XLB, encoding="utf-8")
    (standard / "Module1.xba").write_text("own", encoding="utf-8")
    return folder


def content(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_basic_functions_go_in_and_out_and_the_profile_has_its_old_bytes(profile):
    was = content(profile)
    put_basic_names(profile)
    put_basic_names(profile)
    assert basic_state(profile) == "current"
    assert remove_basic_names(profile)
    assert content(profile) == was
    assert not remove_basic_names(profile)


def test_there_is_a_basic_function_for_each_worksheet_function_with_all_its_arguments():
    heads = dict(re.findall(r"^Function (IPP_\w+)\((.*)\)$", basic_source(), re.MULTILINE))
    assert {name: head.count("Optional") for name, head in heads.items()} == {
        name: len(function.parameters) for name, function in registry().functions.items()
    }


@pytest.mark.usefixtures("program")
def test_half_an_installation_is_damaged_and_named(profile):
    put_basic_names(profile)
    found = calc_state(profile)
    assert found.state == "damaged"
    assert "the extension is not" in found.notes[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "libpythonloaderlo.so").unlink(), "in Python here"),
        (lambda folder: (folder / "bootstraprc").write_text("ProductKey=OpenOffice 4.1"), "needs LibreOffice 7.0"),
        (lambda folder: (folder / "bootstraprc").write_text("ProductKey=LibreOffice 6.4"), "needs LibreOffice 7.0"),
        (lambda folder: (folder / "bootstraprc").unlink(), "Flatpak"),
        (lambda folder: (folder / "unopkg").unlink(), "unopkg"),
    ],
    ids=["no Python", "OpenOffice", "old", "no version", "no unopkg"],
)
def test_a_libreoffice_that_cannot_run_it_is_refused_in_a_sentence_and_nothing_changes(change, words, program, profile):
    was = content(profile)
    change(program)
    with pytest.raises(UserError, match=re.escape(words)):
        setup.install_in_calc(profile)
    assert content(profile) == was


@pytest.mark.usefixtures("program")
def test_a_running_libreoffice_is_refused(profile):
    (profile / ".lock").touch()
    with pytest.raises(UserError, match="is running"):
        setup.install_in_calc(profile)
    put_basic_names(profile)
    with pytest.raises(UserError, match="is running"):
        setup.uninstall_from_calc(profile)


@pytest.mark.usefixtures("program")
def test_of_two_profiles_none_is_chosen_silently(tmp_path, monkeypatch):
    for name in ("libreoffice", "libreofficedev"):
        (tmp_path / name / "4" / "user").mkdir(parents=True)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(UserError, match="--profile"):
        setup.install_in_calc()


@pytest.mark.usefixtures("program")
def test_a_folder_that_is_not_a_profile_is_refused(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.odt").touch()
    for place in (tmp_path / "papers", tmp_path / "papers" / "letter.odt"):
        with pytest.raises(UserError, match="profile"):
            setup.install_in_calc(place)


@pytest.mark.usefixtures("program")
def test_a_failed_step_leaves_nothing(profile, monkeypatch):
    was = content(profile)
    monkeypatch.setattr(office.CalcOffice, "run", lambda *_arguments, **_more: (7, "ERROR: disk full"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(UserError, match=r"nothing has changed.*disk full"):
        setup.install_in_calc(profile)
    assert content(profile) == was


@pytest.mark.usefixtures("program")
def test_a_program_of_the_office_that_hangs_is_ended():
    code, words = office.this_office().run([sys.executable, "-c", "import time; time.sleep(60)"], 0.3)
    assert code == 124
    assert "longer" in words


def test_lists_that_changed_since_are_not_put_back(profile):
    listed = profile / "user" / "uno_packages" / "cache" / "backenddb.xml"
    listed.parent.mkdir(parents=True)
    listed.write_text("before")
    was = before.lists_of(profile)
    listed.write_text("with ippbook")
    before.keep_before(profile, was)
    assert before.before_installation(profile) == was
    listed.write_text("with ippbook and a spell checker")
    assert before.before_installation(profile) is None


def test_a_kept_file_that_names_a_place_outside_is_not_used(profile):
    with zipfile.ZipFile(profile / "user" / "ippbook-before.zip", "w") as kept:
        kept.writestr("after.json", "{}")
        kept.writestr("user/uno_packages/../../../outside", "x")
    assert before.before_installation(profile) is None


@pytest.mark.usefixtures("program")
def test_status_says_that_nothing_is_installed(profile, ippbook):
    ran = ippbook("libreoffice", "status", "--profile", str(profile))
    assert ran.code == 1
    assert ran.out.startswith("not installed")


@pytest.mark.usefixtures("program")
def test_uninstalling_where_nothing_is_says_so(profile, ippbook):
    ran = ippbook("libreoffice", "uninstall", "--profile", str(profile))
    assert (ran.code, ran.out.strip()) == (0, "nothing is installed")


def test_the_extension_is_written_by_its_module(tmp_path, monkeypatch):
    target = tmp_path / "dist" / "ippbook.oxt"
    monkeypatch.setattr(sys, "argv", ["ippbook.libreoffice", str(target)])
    runpy.run_module("ippbook.libreoffice", run_name="__main__")
    assert "server.json" not in zipfile.ZipFile(target).namelist()
