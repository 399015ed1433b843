"""The integrity checks: one function for each."""
