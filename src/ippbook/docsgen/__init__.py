"""Writes the reference pages in docs/ from the declarations."""
