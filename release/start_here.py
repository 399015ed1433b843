"""The page Start here."""


def page(system: str, version: str, pythons: tuple[str, ...]) -> str:
    """The page."""
    return f"{system} {version} {pythons}"
