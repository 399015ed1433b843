"""numpy, loaded when it is first used: one link is read without it, in half of the time.

`from ippbook.late_numpy import NDArray, np` in place of `import numpy as np`, in the modules that single values pass. Until numpy is
loaded no value can be an array or a number of it, so its types are then classes that have no instances: `isinstance(value,
np.ndarray)` is False. Keep no type of it in a constant of a module; that would stay such a class.
"""

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:

    class _Absent:
        """A type of numpy before numpy is loaded. Nothing is an instance; a call makes the real thing."""

        def __new__(cls, *values: object) -> object:
            return getattr(importlib.import_module("numpy"), cls.__name__)(*values)

    _ABSENT = {
        name: type(name, (_Absent,), {})
        for name in (
            *("ndarray", "generic", "bool_", "number", "floating", "signedinteger", "datetime64", "timedelta64"),
            *("object_", "int32", "int64", "intp", "float64", "uint8"),
        )
    }

    class NDArray:
        """In place of numpy.typing.NDArray in annotations; nothing reads those."""

        def __class_getitem__(cls, _kind: object) -> type:
            return cls

    class _LateNumpy:
        """In place of the module; each name is looked up once."""

        def __getattr__(self, name: str) -> object:
            if name in _ABSENT and "numpy" not in sys.modules:
                return _ABSENT[name]
            value = getattr(importlib.import_module("numpy"), name)
            setattr(self, name, value)
            return value

    np = _LateNumpy()


__all__ = ["NDArray", "np"]
