"""Pictograms for the pictures of the ribbon: ippbook's own, because Office's icons belong to Microsoft.

Each is the `d` of an SVG path on a grid of 16, drawn as a line. A button with another Office picture gets a plain frame.
"""

from types import MappingProxyType
from typing import Final

PLAIN: Final = "M3 3h10v10H3z"
ICONS: Final = MappingProxyType(
    {
        "ReviewTrackChanges": "M3 2h8v4M3 2v12h5M5 5h4M5 8h2M8 11l2 2 4-5",
        "FindDialog": "M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l4 4",
        "Help": "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM6 6.5a2 2 0 1 1 2.5 2Q8 8.7 8 9.5M8 11.5v.4",
        "CalculateNow": "M3 2h10v12H3zM5.5 5h5M5.5 8h.4M8 8h.4M10.3 8h.4M5.5 11h.4M8 11h.4M10.3 11h.4",
        "TextBoxInsert": "M2 3h12v10H2zM5 6h6M5 8h6M5 10h3",
        "SignatureLineInsert": "M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4zM5.5 8l2 2 3-4",
        "ImportExcel": "M2 9v4h12V9M8 2v8M5 7l3 3 3-3",
        "GetExternalDataFromWeb": "M13 6a5 5 0 1 0-6 5M3 6h9M8 1q3 5 0 5M8 1Q5 6 7 11M11 8v6M9 12l2 2 2-2",
        "TableInsert": "M2 3h12v10H2zM2 6.5h12M2 10h12M6 3v10M10 3v10",
        "FileSaveAs": "M2 4h4l1.5 2H14v7H2z",
        "FunctionWizard": "M8 3q-2-1-2 2L5 13q0 1-2 .5M3.5 7H8M9 8l4 5M13 8l-4 5",
        "PasteValues": "M5 3H3v11h10V3h-2M6 2h4v2.5H6zM5.5 8h5M5.5 11h3",
        "Undo": "M6 3L3 6l3 3M3 6h6a4 4 0 0 1 0 8H6",
    }
)


def icon_path(image: str) -> str:
    """The path for the Office picture *image* (`imageMso`)."""
    return ICONS.get(image, PLAIN)
