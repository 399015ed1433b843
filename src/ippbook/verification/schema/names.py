"""Names and attributes of elements as texts, whatever else a tree may hold: comments and processing instructions have no name."""

from lxml import etree


def element_name(node: etree._Element) -> str:
    """`{namespace}local`; "" for what is not an element."""
    tag: object = node.tag
    return tag if isinstance(tag, str) else ""


def plain_tag(node: etree._Element) -> str:
    """The name without its namespace."""
    return element_name(node).rpartition("}")[2]


def attribute_texts(node: etree._Element) -> list[tuple[str, str]]:
    """Names and values of the attributes."""
    found: list[tuple[object, object]] = list(node.items())
    return [(str(key), str(value)) for key, value in found]
