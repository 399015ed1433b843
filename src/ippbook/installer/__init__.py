"""Installs ippbook into Excel, removes it, and diagnoses problems: `ippbook excel …` and `ippbook doctor`.

This package does not need the extra `excel`: the bare package can install the rest.
"""
