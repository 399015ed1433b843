"""Sheets to cells: two readers, the fast one and the reference it is checked against."""
