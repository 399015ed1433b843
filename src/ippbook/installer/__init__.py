"""Putting ippbook into Excel, taking it out again, and saying what is wrong: `ippbook excel …` and `ippbook doctor`.

Needs nothing of the extra `excel`: whoever has the bare package can install the rest with it.
"""
