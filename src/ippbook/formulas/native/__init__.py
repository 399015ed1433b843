"""Formulas of Excel's own functions: what they read, their order, and their values, which an engine calculates."""
