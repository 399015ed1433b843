"""CONTENT: the computed tables, one module for each sheet."""
