"""Old path of `ippbook.udfs`. VBA and the setting *UDF MODULES* written by versions before 0.2 name ``ippbook.faces.excel.udfs``.

The module stays, so that such a workbook, add-in or setting works with this version too. A test calls a function as they do.
"""

from ippbook import udfs as _udfs

globals().update({name: value for name, value in vars(_udfs).items() if name.startswith("IPP_")})
