"""Checks of what Excel is allowed to run."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong

_MACROS: Final = {
    1: "all macros run",
    2: "macros run once a person allows them",
    3: "only signed macros run",
    4: "no macros run, and Excel does not say so",
}


_SIGNED_ONLY: Final = 3


def _number(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def signed(path: Path) -> bool:
    """Whether the VBA project of the workbook or add-in carries a signature; whose it is and whether it holds, only Office can tell.

    Source: learn.microsoft.com/openspecs/office_file_formats/ms-xlsb, 2.1.7.58 (the part VBA Project Signature, and its later kinds).
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return any("vbaprojectsignature" in name.lower() for name in packed.namelist())
    except (FileNotFoundError, zipfile.BadZipFile):
        return False


_TRUST_IT: Final = "ask your IT to have its publisher trusted (docs/windows-release.md)"


@check("Macro settings", on="windows")
def macro_settings(look: Look) -> Found:
    """Which macros Excel runs: the organisation's word goes before the person's. Files in the startup folder are trusted.

    Source: learn.microsoft.com/en-us/microsoft-365/security/active-content-in-trusted-docs (the order of the decisions);
    the values of VBAWarnings and AllLocationsDisabled, the Office administrative templates.
    """
    policy = _number(look.office("Security", policy=True), "vbawarnings")
    own = _number(look.office("Security"), "vbawarnings")
    level = policy or own or 2
    said = _MACROS.get(level)
    if said is None:
        return unknown(f"VBAWarnings is {level}, which is none of 1 to 4")
    said += " (set by the organisation)" if policy else ""
    if level < _SIGNED_ONLY:
        return right(said)
    ask = (
        "ask your IT for a signed ippbook (see docs/windows-release.md)"
        if policy
        else "File > Options > Trust Center > Macro Settings"
    )
    may = "its publisher must be trusted" if level == _SIGNED_ONLY else "this setting may stop signed macros as well"
    if _trusted_folders_off(look):
        off = f"{said}, and trusted folders are switched off"
        return _unless_signed(
            look.host.at(look.layout.addin),
            f"{off}: the add-in is signed; {may}",
            wrong(f"{off}: the add-in does not load unless it is signed", ask),
        )
    if look.file is not None and look.file.suffix.lower() in (".xlsm", ".xltm"):
        return _unless_signed(
            look.file,
            f"{said}: this workbook is signed; {may}",
            wrong(
                f"{said}: the macros of this workbook do not, unless it is signed or in a trusted folder",
                f"use the add-in with an .xlsx workbook, or {ask}",
            ),
        )
    return right(f"{said}; the add-in lies in a trusted folder")


def _unless_signed(path: Path, said: str, unsigned: Found) -> Found:
    """*unsigned*; where *path* is signed, *said*, for whether its publisher is trusted cannot be seen from here."""
    return unknown(said, _TRUST_IT) if signed(path) else unsigned


def _trusted_folders_off(look: Look) -> bool:
    places = (look.office(r"Security\Trusted Locations", policy=policy) for policy in (True, False))
    return any(_number(values, "alllocationsdisabled") == 1 for values in places)


@check("Trusted folders", on="windows")
def trusted_folders(look: Look) -> Found:
    """Excel trusts its startup folder by itself, but not where the organisation alone names such folders, nor on a network.

    Source: the Office administrative templates, "Allow mix of policy and user locations" and "Allow Trusted Locations on the
    network" (admx.help; the rules V-223293 and V-223310 at stigviewer.com).
    """
    named = _number(look.office(r"Security\Trusted Locations", policy=True, part="Common"), "allow user locations")
    startup = look.layout.startup
    if named == 0:
        return unknown(
            "Excel trusts only the folders that your organisation names",
            f"if the add-in does not load: ask your IT to name {startup}, or to have the signed ippbook's publisher trusted",
        )
    policy, own = (
        _number(look.office(r"Security\Trusted Locations", policy=each), "allownetworklocations")
        for each in (True, False)
    )
    if str(startup).startswith("\\\\") and (own if policy is None else policy) != 1:
        return unknown(
            f"Excel's startup folder is on the network ({startup}), where Excel trusts no folder by itself",
            "if the add-in does not load: ask your IT to have the signed ippbook's publisher trusted, or to keep the folder on this computer",
        )
    return right("Excel trusts its startup folder")


@check("Macros that always load", on="windows")
def always_on_macros(look: Look) -> Found:
    """A policy that keeps every add-in out that is not signed by a trusted publisher, whatever folder it is in.

    Source: policypicker.app, "Require trusted publisher signatures for macros that are always loaded".
    """
    if _number(look.office("Security", policy=True, part="Common"), "requirealwaysonmacrosig") != 1:
        return right("no setting asks for a signature")
    said = "the organisation lets Excel load only add-ins that are signed by a trusted publisher"
    if signed(look.host.at(look.layout.addin)):
        return unknown(f"{said}: this one is signed; its publisher must be trusted", _TRUST_IT)
    return wrong(
        f"{said}, and this one is not signed", "ask your IT for a signed ippbook (see docs/windows-release.md)"
    )


_DEFENDER: Final = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
_CHILDREN: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_BLOCK: Final = "1"
_WARN: Final = "6"


@check("Programs that Excel starts", on="windows")
def child_processes(look: Look) -> Found:
    """A rule of Microsoft Defender forbids Office to start other programs: then no button and no function reaches Python.

    Source: the policy ExploitGuard_ASR_Rules (admx.help); the identifier of the rule, xlwings issues 821, 1420 and 2433;
    learn.microsoft.com/defender-endpoint, "Troubleshoot Microsoft Defender Antivirus settings" (where each tool writes).
    """
    remedy = "ask your IT to let Excel start cmd.exe and Python: an exception from this rule"
    for soft in (r"HKLM\Software\Policies", r"HKLM\Software"):
        rules = look.host.registry(rf"{soft}\{_DEFENDER}\Rules") or {}
        state = next((str(value).strip() for name, value in rules.items() if name.strip("{}").lower() == _CHILDREN), "")
        if not state:
            continue
        said = "Microsoft Defender forbids Excel to start other programs"
        if state == _WARN:
            return unknown(f"{said} until the person allows it", f"allow it in the message that appears, or {remedy}")
        if state != _BLOCK:
            return right("Microsoft Defender does not forbid Excel to start other programs")
        if any(look.host.registry(rf"{each}\{_DEFENDER}\ASROnlyExclusions") for each in (soft, r"HKLM\Software")):
            return unknown(f"{said}, with exceptions", f"if the buttons do not find Python: {remedy}")
        return wrong(said, remedy)
    managed = look.host.registry(r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager") or {}
    told = next((str(value).lower() for name, value in managed.items() if name.lower() == "asrrules"), "")
    if f"{_CHILDREN}={_BLOCK}" in told.replace("{", "").replace("}", ""):
        return unknown(
            "Microsoft Defender, as your organisation manages it, may forbid Excel to start other programs", remedy
        )
    return right("no rule of Microsoft Defender that can be read forbids it")


@check("Command prompt", on="windows")
def command_prompt(look: Look) -> Found:
    """Excel starts Python through cmd.exe, which a policy can switch off for the person.

    Source: ExecuteWindows in the VBA of xlwings 0.37.8; policypicker.app, "Prevent access to the command prompt" (DisableCMD:
    1 scripts too, 2 the window only).
    """
    told = look.host.registry(r"HKCU\Software\Policies\Microsoft\Windows\System") or {}
    off = _number({name.lower(): value for name, value in told.items()}, "disablecmd")
    if off == 1:
        return wrong(
            "the organisation has switched off the command prompt and its scripts, through which Excel starts Python",
            "ask your IT to allow cmd.exe for you",
        )
    if off:
        return unknown(
            "the organisation has switched off the window of the command prompt",
            "if the buttons do not find Python: ask your IT to allow cmd.exe for you",
        )
    return right("not switched off")


@check("Add-in policies", on="windows")
def addin_policies(look: Look) -> Found:
    """Settings that keep add-ins out, whatever folder they are in.

    Source: the Office administrative templates (DisableAllAddins, RequireAddinSig); policypicker.app, "List of managed add-ins".
    """
    for policy in (True, False):
        values = look.office("Security", policy=policy)
        ask = "ask your IT" if policy else "change it under File > Options > Trust Center > Add-ins"
        if _number(values, "disablealladdins") == 1:
            return wrong("all add-ins are disabled", ask)
        if _number(values, "requireaddinsig") == 1:
            if signed(look.host.at(look.layout.addin)):
                return unknown("add-ins must be signed by a trusted publisher: this one is signed", _TRUST_IT)
            return unknown(
                "add-ins must be signed by a trusted publisher, and this one is not signed",
                f"use the signed add-in (docs/windows-release.md), or {ask}",
            )
    managed = look.office("Resiliency", policy=True)
    if _number(managed, "restricttolist") == 1:
        return unknown("the organisation allows listed add-ins only", "ask your IT to list ippbook.xlam")
    return right("no setting keeps add-ins out")


@check("Access to the VBA project", on="windows")
def object_model(look: Look) -> Found:
    """Ippbook does not need programmatic access to the VBA project: its macros are ready in the file. It is safer off.

    Source: docs.xlwings.org: only the step Import Functions needs it.
    """
    on = _number(look.office("Security"), "accessvbom") == 1
    return right(
        "on, though ippbook does not need it: safer off" if on else "off, as it should be: ippbook does not need it"
    )


def zone(path: str) -> int | None:
    """The zone that Windows noted when the file came from elsewhere: 3 the internet, 4 untrusted sites. None without a note.

    Source: learn.microsoft.com/openspecs/windows_protocols/ms-fscc (the stream Zone.Identifier).
    """
    try:
        with open(f"{path}:Zone.Identifier", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123  # no path: a stream of one
            for line in stream:
                name, _, value = line.strip().partition("=")
                if name.casefold() == "zoneid" and value.strip().isdecimal():
                    return int(value)
    except OSError:
        return None
    return None


@check("Add-in from the internet", on="windows")
def addin_marked(look: Look) -> Found:
    """Windows marks files from the internet, and Excel does not run macros in them.

    Source: learn.microsoft.com/deployoffice/security/internet-macros-blocked.
    """
    if (zone(str(look.host.at(look.layout.addin))) or 0) >= 3:
        return wrong(
            f"{look.layout.addin} carries the mark of the internet: its macros do not run",
            "right-click it, Properties, tick Unblock; or run ippbook excel install",
        )
    return right("not marked")


@check("Quarantine", on="macos")
def quarantined(look: Look) -> Found:
    """MacOS marks files from the internet.

    Source: the extended attribute com.apple.quarantine, man xattr.
    """
    place = str(look.layout.addin)
    ran = look.host.run(["xattr", "-p", "com.apple.quarantine", place])
    if ran.code == 0 and ran.said.strip():
        return unknown(
            f"{place} came from the internet", f"if Excel refuses it: xattr -d com.apple.quarantine '{place}'"
        )
    return right("not marked")
