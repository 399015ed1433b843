"""The worksheet functions under the name that workbooks, add-ins and settings contain. This module never moves.

Generated VBA calls ``CallUDF("ippbook.udfs", "IPP_…")``, and xlwings' setting *UDF MODULES* names it.
"""

from ippbook.excel import udfs as _udfs

globals().update({name: value for name, value in vars(_udfs).items() if name.startswith("IPP_")})
