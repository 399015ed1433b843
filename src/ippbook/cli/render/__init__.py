"""A study as text, JSON or a calendar: one module for each format."""
