"""The public API. `import ippbook` gives every name of it; its modules are internal.

A public name is deprecated for one minor version before it goes: it keeps working and raises a `DeprecationWarning`
that names the replacement and the version in which it goes.
"""
