"""Old path of `ippbook.udfs`: VBA and settings written by versions before 0.2 name this module."""

from ippbook import udfs as _udfs

globals().update({name: value for name, value in vars(_udfs).items() if name == "answer" or name.startswith("IPP_")})
