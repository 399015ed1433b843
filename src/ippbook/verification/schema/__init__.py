"""What an element may contain, and in which order: the schemas of ECMA-376 as data."""
