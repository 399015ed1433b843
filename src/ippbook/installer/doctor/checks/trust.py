"""Checks of what Excel may run."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.registry import RegistryDeniedError
from ippbook.languages import say

_MACROS: Final = {
    1: say("all macros run"),
    2: say("macros run after the user allows them"),
    3: say("only signed macros run"),
    4: say("no macros run, without a message"),
}
_SIGNED_ONLY: Final = 3


def _number(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def signed(path: Path) -> bool:
    """Whether the VBA project of the workbook or add-in has a signature. Only Office can check whose it is, and whether it is valid.

    Source: learn.microsoft.com/openspecs/office_file_formats/ms-xlsb, 2.1.7.58 (the part VBA Project Signature, and its later kinds).
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return any("vbaprojectsignature" in name.lower() for name in packed.namelist())
    except (FileNotFoundError, zipfile.BadZipFile):
        return False


_TRUST_IT: Final = say("ask your IT to trust its publisher (docs/windows-release.md)")


@doctor_check("Macro settings", on="windows")
def macro_settings(subject: Subject) -> CheckResult:
    """Which macros Excel runs. The organisation's setting overrides the user's. Files in the startup folder are trusted.

    Source: learn.microsoft.com/en-us/microsoft-365/security/active-content-in-trusted-docs (the order of the decisions);
    the values of VBAWarnings and AllLocationsDisabled, the Office administrative templates.
    """
    policy = _number(subject.office("Security", policy=True), "vbawarnings")
    own = _number(subject.office("Security"), "vbawarnings")
    level = policy or own or 2
    what = _MACROS.get(level)
    if what is None:
        return uncertain(say("VBAWarnings is {level}; known are 1 to 4", level=level))
    what = say("{what} (set by the organisation)", what=what) if policy else what
    if level < _SIGNED_ONLY:
        return passed(what)
    ask = say(
        "ask your IT for a signed ippbook (see docs/windows-release.md)"
        if policy
        else "in Excel: File > Options > Trust Center > Trust Center Settings > Macro Settings"
    )
    may = say(
        "its publisher must be trusted" if level == _SIGNED_ONLY else "this setting may stop signed macros as well"
    )
    if _trusted_folders_off(subject):
        off = say("{what}, and trusted folders are disabled", what=what)
        return _unless_signed(
            subject.host.at(subject.layout.addin),
            say("{off}: the add-in is signed; {may}", off=off, may=may),
            failed(say("{off}: an unsigned add-in does not load", off=off), ask),
        )
    if subject.file is not None and subject.file.suffix.lower() in (".xlsm", ".xltm"):
        return _unless_signed(
            subject.file,
            say("{what}: this workbook is signed; {may}", what=what, may=may),
            failed(
                say(
                    "{what}: the macros of this workbook do not run unless it is signed or in a trusted folder",
                    what=what,
                ),
                say("use the add-in with an .xlsx workbook, or {ask}", ask=ask),
            ),
        )
    return passed(say("{what}; the add-in is in a trusted folder", what=what))


def _unless_signed(path: Path, what: str, unsigned: CheckResult) -> CheckResult:
    """*unsigned* if *path* has no signature; else uncertain, because doctor cannot see whether its publisher is trusted."""
    return uncertain(what, _TRUST_IT) if signed(path) else unsigned


def _trusted_folders_off(subject: Subject) -> bool:
    places = (subject.office(r"Security\Trusted Locations", policy=policy) for policy in (True, False))
    return any(_number(values, "alllocationsdisabled") == 1 for values in places)


@doctor_check("Trusted folders", on="windows")
def trusted_folders(subject: Subject) -> CheckResult:
    """Excel trusts its startup folder, except if only the organisation may name trusted folders, or if it is on a network.

    Source: the Office administrative templates, "Allow mix of policy and user locations" and "Allow Trusted Locations on the
    network" (admx.help; the rules V-223293 and V-223310 at stigviewer.com).
    """
    named = _number(subject.office(r"Security\Trusted Locations", policy=True, part="Common"), "allow user locations")
    startup = subject.layout.startup
    if named == 0:
        return uncertain(
            "Excel trusts only the folders that your organisation names",
            say(
                "if the add-in does not load: ask your IT to add {startup}, or to trust the publisher of the signed ippbook",
                startup=startup,
            ),
        )
    policy, own = (
        _number(subject.office(r"Security\Trusted Locations", policy=each), "allownetworklocations")
        for each in (True, False)
    )
    if str(startup).startswith("\\\\") and (own if policy is None else policy) != 1:
        return uncertain(
            say(
                "Excel's startup folder is on the network ({startup}), and Excel does not trust network folders",
                startup=startup,
            ),
            "if the add-in does not load: ask your IT to trust the publisher of the signed ippbook, or to keep the folder on this computer",
        )
    return passed("Excel trusts its startup folder")


@doctor_check("Macros that always load", on="windows")
def always_on_macros(subject: Subject) -> CheckResult:
    """A policy can block every add-in that is not signed by a trusted publisher, in any folder.

    Source: policypicker.app, "Require trusted publisher signatures for macros that are always loaded".
    """
    if _number(subject.office("Security", policy=True, part="Common"), "requirealwaysonmacrosig") != 1:
        return passed("no setting requires a signature")
    what = say("the organisation lets Excel load only add-ins that are signed by a trusted publisher")
    if signed(subject.host.at(subject.layout.addin)):
        return uncertain(say("{what}: this one is signed; its publisher must be trusted", what=what), _TRUST_IT)
    return failed(
        say("{what}, and this one is not signed", what=what),
        "ask your IT for a signed ippbook (see docs/windows-release.md)",
    )


_DEFENDER: Final = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
_CHILDREN: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_BLOCK: Final = "1"
_WARN: Final = "6"


@doctor_check("Programs that Excel starts", on="windows")
def child_processes(subject: Subject) -> CheckResult:
    """A rule of Microsoft Defender can forbid Office to start other programs. Then no button and no function can start Python.

    Source: the policy ExploitGuard_ASR_Rules (admx.help); the identifier of the rule, xlwings issues 821, 1420 and 2433;
    learn.microsoft.com/defender-endpoint, "Troubleshoot Microsoft Defender Antivirus settings" (where each tool writes).
    """
    remedy = say("ask your IT for an exception from this rule: Excel must start cmd.exe and Python")
    for soft in (r"HKLM\Software\Policies", r"HKLM\Software"):
        rules = subject.host.registry(rf"{soft}\{_DEFENDER}\Rules") or {}
        state = next((str(value).strip() for name, value in rules.items() if name.strip("{}").lower() == _CHILDREN), "")
        if not state:
            continue
        what = say("Microsoft Defender forbids Excel to start other programs")
        if state == _WARN:
            return uncertain(
                say("{what} until the user allows it", what=what),
                say("allow it in the message that appears, or {remedy}", remedy=remedy),
            )
        if state != _BLOCK:
            return passed("Microsoft Defender does not forbid Excel to start other programs")
        if any(_has_exceptions(subject, rf"{each}\{_DEFENDER}") for each in (soft, r"HKLM\Software")):
            return uncertain(
                say("{what}, perhaps with exceptions", what=what),
                say("if the buttons do not find Python: {remedy}", remedy=remedy),
            )
        return failed(what, remedy)
    managed = subject.host.registry(r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager") or {}
    list_of_rules = next((str(value).lower() for name, value in managed.items() if name.lower() == "asrrules"), "")
    if f"{_CHILDREN}={_BLOCK}" in list_of_rules.replace("{", "").replace("}", ""):
        return uncertain(
            "Microsoft Defender is managed by your organisation and may forbid Excel to start other programs", remedy
        )
    return passed("no known rule of Microsoft Defender forbids it")


def _has_exceptions(subject: Subject, key: str) -> bool:
    """Whether the rules of Defender have exceptions, or may have some: Windows shows them to administrators only."""
    try:
        return bool(subject.host.registry(rf"{key}\ASROnlyExclusions"))
    except RegistryDeniedError:
        return True


@doctor_check("Command prompt", on="windows")
def command_prompt(subject: Subject) -> CheckResult:
    """Excel starts Python through cmd.exe. A policy can disable cmd.exe for the user.

    Source: ExecuteWindows in the VBA of xlwings 0.37.8; policypicker.app, "Prevent access to the command prompt" (DisableCMD:
    1 scripts too, 2 the window only).
    """
    policies = subject.host.registry(r"HKCU\Software\Policies\Microsoft\Windows\System") or {}
    off = _number({name.lower(): value for name, value in policies.items()}, "disablecmd")
    if off == 1:
        return failed(
            "the organisation has disabled the command prompt and its scripts; Excel starts Python through them",
            "ask your IT to allow cmd.exe for you",
        )
    if off:
        return uncertain(
            "the organisation has disabled the window of the command prompt",
            "if the buttons do not find Python: ask your IT to allow cmd.exe for you",
        )
    return passed("not disabled")


@doctor_check("Add-in policies", on="windows")
def addin_policies(subject: Subject) -> CheckResult:
    """Some settings block add-ins in every folder.

    Source: the Office administrative templates (DisableAllAddins, RequireAddinSig); policypicker.app, "List of managed add-ins".
    """
    for policy in (True, False):
        values = subject.office("Security", policy=policy)
        ask = say(
            "ask your IT"
            if policy
            else "in Excel, change it under File > Options > Trust Center > Trust Center Settings > Add-ins"
        )
        if _number(values, "disablealladdins") == 1:
            return failed("all add-ins are disabled", ask)
        if _number(values, "requireaddinsig") == 1:
            if signed(subject.host.at(subject.layout.addin)):
                return uncertain("add-ins must be signed by a trusted publisher: this one is signed", _TRUST_IT)
            return uncertain(
                "add-ins must be signed by a trusted publisher, and this one is not signed",
                say("use the signed add-in (docs/windows-release.md), or {ask}", ask=ask),
            )
    managed = subject.office("Resiliency", policy=True)
    if _number(managed, "restricttolist") == 1:
        return uncertain(
            "the organisation allows only the add-ins of its list", "ask your IT to add ippbook.xlam to the list"
        )
    return passed("no setting blocks add-ins")


@doctor_check("Access to the VBA project", on="windows")
def object_model(subject: Subject) -> CheckResult:
    """Ippbook does not need access to the VBA project: its macros are already in the file. Turning access off is safer.

    Source: docs.xlwings.org: only the step Import Functions needs it.
    """
    on = _number(subject.office("Security"), "accessvbom") == 1
    return passed(
        "on, but ippbook does not need it: turning it off is safer" if on else "off: ippbook does not need it"
    )


def zone(path: str) -> int | None:
    """The zone in Windows' mark of the file: 3 the internet, 4 untrusted sites. None without a mark.

    Source: learn.microsoft.com/openspecs/windows_protocols/ms-fscc (the stream Zone.Identifier).
    """
    try:
        with open(f"{path}:Zone.Identifier", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123  # not a path: a stream of a file
            for line in stream:
                name, _, value = line.strip().partition("=")
                if name.casefold() == "zoneid" and value.strip().isdecimal():
                    return int(value)
    except OSError:
        return None
    return None


@doctor_check("Add-in from the internet", on="windows")
def addin_marked(subject: Subject) -> CheckResult:
    """Windows marks files from the internet. Excel does not run macros in marked files.

    Source: learn.microsoft.com/deployoffice/security/internet-macros-blocked.
    """
    if (zone(str(subject.host.at(subject.layout.addin))) or 0) >= 3:
        return failed(
            say("{addin} is marked as a file from the internet: its macros do not run", addin=subject.layout.addin),
            "right-click the file, choose Properties, tick Unblock; or run ippbook excel install",
        )
    return passed("not marked")


@doctor_check("Quarantine", on="macos")
def quarantined(subject: Subject) -> CheckResult:
    """MacOS marks files from the internet.

    Source: the extended attribute com.apple.quarantine, man xattr.
    """
    place = str(subject.layout.addin)
    ran = subject.host.run(["xattr", "-p", "com.apple.quarantine", place])
    if ran.code == 0 and ran.output.strip():
        return uncertain(
            say("{place} came from the internet", place=place),
            say("if Excel refuses it: xattr -d com.apple.quarantine '{place}'", place=place),
        )
    return passed("not marked")
