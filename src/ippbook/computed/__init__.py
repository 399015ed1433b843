"""CONTENT: what ippbook computes into a workbook: columns, and tables whose rows are computed too."""
