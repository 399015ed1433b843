"""The extension as a file (.oxt): the parts, their manifest and a description, packed so that the same parts give the same bytes."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from ippbook.libreoffice.parts import IDENTIFIER, Part, all_parts
from ippbook.version import __version__

_FIXED_TIME: Final = (2020, 1, 1, 0, 0, 0)
_HEADER: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def extension(command: Sequence[str] = ()) -> bytes:
    """The bytes of the .oxt. *command*: the program that answers; without it the extension looks for an installed ippbook."""
    parts = list(all_parts())
    if command:
        parts.append(Part("server.json", _json({"command": list(command), "version": __version__})))
    parts.append(Part("description.xml", _description().encode()))
    manifest = Part("META-INF/manifest.xml", _manifest(parts).encode())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in [manifest, *parts]:
            entry = zipfile.ZipInfo(part.path, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, part.content)
    return target.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, indent=1).encode("ascii")


def _manifest(parts: Sequence[Part]) -> str:
    entries = "".join(
        f" <manifest:file-entry manifest:full-path={quoteattr(part.path)} manifest:media-type={quoteattr(part.media_type)}/>\n"
        for part in parts
        if part.media_type
    )
    return f'{_HEADER}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}</manifest:manifest>\n'


def _description() -> str:
    return (
        f'{_HEADER}<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        f' <identifier value="{IDENTIFIER}"/>\n <version value="{__version__}"/>\n'
        ' <display-name><name lang="en">ippbook</name></display-name>\n'
        "</description>\n"
    )


__all__ = ["extension"]
