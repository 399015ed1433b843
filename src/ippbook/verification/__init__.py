"""What Excel would repair or refuse in a workbook: an integrity check of its own, for what ippbook writes and for any other file.

    for fault in verify(path): print(fault.line)

One pass over the parts of the zip; nothing is written, nothing is calculated. The checks are in `checks`, a function for each.
"""

from ippbook.verification.declaration import IntegrityCheck, integrity_checks
from ippbook.verification.faults import REPAIRS, TOLERATES, FileFault
from ippbook.verification.verify import PartCache, verify

__all__ = ["REPAIRS", "TOLERATES", "FileFault", "IntegrityCheck", "PartCache", "integrity_checks", "verify"]
