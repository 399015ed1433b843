"""The names of the engines, in a module of its own: the command line lists them and loads none."""

from typing import Final

ENGINE_NAMES: Final = ("cellrune", "libreoffice", "formulon")
"""The names that `engine_named` knows, the default first."""
DEFAULT_ENGINE: Final = ENGINE_NAMES[0]
"""The engine that calculates where no other is named."""
