"""What a cell depends on, and what depends on it: through Excel's formulas, ippbook's own and its computed columns, to the input cells."""
