"""Simulated computers on which everything is right, by name: what differs from the ordinary one, as `SimulatedHost` takes it.

The keys are those that the programs write: Click-to-Run's Configuration, an installer's InstallRoot, COM's classes, WPS's own.
"""

from doctor_rows import APP, CLICK

EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
WPS_CLASS = "{45540001-5750-5300-4B49-4E47534F4655}"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
EXCEL_32 = r"C:\Program Files (x86)\Microsoft Office\Office16\EXCEL.EXE"
ET = r"C:\Users\Anna\AppData\Local\Kingsoft\WPS Office\12.1.0.20540\office6\et.exe"
MACHINE, USER = r"HKLM\Software\Classes", r"HKCU\Software\Classes"
LIBRARY = r"TypeLib\{00020813-0000-0000-C000-000000000046}\1.9\0"


def classes(
    program: str, hive: str = MACHINE, view: str = "", which: str = EXCEL_CLASS
) -> dict[str, dict[str, object]]:
    """What a program writes to be started under the name of Excel."""
    return {
        rf"{hive}\Excel.Application\CLSID": {"": which},
        rf"{hive}\Excel.Application\CurVer": {"": "Excel.Application.16"},
        rf"{hive}\{view}CLSID\{which}\LocalServer32": {"": f'"{program}" /automation'},
    }


def click_to_run(products: str, bits: str = "x64") -> dict[str, dict[str, object]]:
    """An Excel from Click-to-Run."""
    return {
        APP: {"": EXCEL},
        CLICK: {"Platform": bits, "VersionToReport": "16.0.18227.20162", "ProductReleaseIds": products},
        **classes(EXCEL),
        rf"{MACHINE}\{LIBRARY}\win64": {"": EXCEL},
    }


STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051.14326.20454.0_x86__8wekyb3d8bbwe\Office16\EXCEL.EXE"
INSTALLED_2016 = {
    r"HKLM\Software\WOW6432Node\Microsoft\Office\16.0\Excel\InstallRoot": {"Path": EXCEL_32.removesuffix("EXCEL.EXE")},
    r"HKLM\Software\WOW6432Node\Microsoft\Office\16.0\Common\ProductVersion": {"LastProduct": "16.0.4266.1001"},
    r"HKLM\Software\WOW6432Node\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": EXCEL_32},
    **classes(EXCEL_32, view="Wow6432Node\\"),
}
WPS = {
    r"HKCU\Software\Kingsoft\Office\6.0\Common": {
        "InstallRoot": r"C:\Users\Anna\AppData\Local\Kingsoft\WPS Office\12.1.0.20540"
    },
    rf"{USER}\KET.Application\CLSID": {"": WPS_CLASS},
    rf"{USER}\CLSID\{WPS_CLASS}\LocalServer32": {"": f"{ET} /Automation"},
}
LIBRARIES = r"HKCU\Software\SyncEngines\Providers\OneDrive"
SHAREPOINT = {
    rf"{LIBRARIES}\Personal": {
        "MountPoint": r"C:\Users\Anna\OneDrive",
        "UrlNamespace": "https://d.docs.live.net/1a2b",
        "LibraryType": "personal",
    },
    rf"{LIBRARIES}\6f1e": {
        "MountPoint": r"C:\Users\Anna\Nordlys\Brand - Documents",
        "UrlNamespace": "https://nordlys.sharepoint.com/sites/Brand/Shared Documents/",
        "LibraryType": "teamsite",
    },
}

HEALTHY = {
    "Microsoft 365": {"registry": click_to_run("O365ProPlusRetail,VisioProRetail")},
    "Microsoft 365, 32-bit": {"registry": click_to_run("O365BusinessRetail", "x86")},
    "Excel 2021": {"registry": click_to_run("ProPlus2021Volume")},
    "Excel 2024": {"registry": click_to_run("HomeBusiness2024Retail")},
    "WPS next to Excel": {"registry": {**click_to_run("O365HomePremRetail"), **WPS}},
    "SharePoint": {"registry": {**click_to_run("O365ProPlusRetail"), **SHAREPOINT}},
    "a quoted, unexpanded path": {
        "registry": {
            **click_to_run("O365ProPlusRetail"),
            APP: {"": r'"%ProgramFiles%\Microsoft Office\root\Office16\EXCEL.EXE"'},
        },
    },
    "Mac": {"system": "macos"},
}
"""No row of doctor is anything but ok there, after an installation."""
LIMITED = {
    "Excel 2016 from its own installer": ({"registry": INSTALLED_2016}, {"dynamic_arrays"}),
    "Excel 2016 from Click-to-Run": ({"registry": click_to_run("ProPlusRetail")}, {"dynamic_arrays"}),
    "Excel 2019": ({"registry": click_to_run("Standard2019Volume")}, {"dynamic_arrays"}),
    "Excel from the Store": ({"registry": {APP: {"": STORE}, **classes(STORE)}}, {"excel_kind"}),
}  # fmt: skip
"""Computers with one limit each: the only rows that are not ok are these."""
