"""Checks of what Excel is allowed to run."""

from collections.abc import Mapping
from typing import Final

from ippbook.faces.excel.setup.check import Found, Look, check, right, unknown, wrong

_MACROS: Final = {
    1: "all macros run",
    2: "macros run once a person allows them",
    3: "only signed macros run",
    4: "no macros run, and Excel does not say so",
}


def _number(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


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
    if level < 3:
        return right(said)
    no_folders = any(
        _number(look.office(r"Security\Trusted Locations", policy=policy), "alllocationsdisabled") == 1
        for policy in (True, False)
    )
    ask = (
        "ask your IT for a signed ippbook (see docs/windows-release.md)"
        if policy
        else "File > Options > Trust Center > Macro Settings"
    )
    if no_folders:
        return wrong(f"{said}, and trusted folders are switched off: the add-in does not load unless it is signed", ask)
    if look.file is not None and look.file.suffix.lower() in (".xlsm", ".xltm"):
        return wrong(
            f"{said}: the macros of this workbook do not, unless it is signed or in a trusted folder",
            f"use the add-in with an .xlsx workbook, or {ask}",
        )
    return right(f"{said}; the add-in lies in a trusted folder")


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
            return unknown(
                "add-ins must be signed by a trusted publisher",
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
