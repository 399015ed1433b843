"""The version of the package, in a module of its own: modules that need it do not import the public API."""

__version__ = "0.2.0"
