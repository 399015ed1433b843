"""XML as bytes: elements found, escaped and spliced."""
