"""`python -m ippbook` is the command line."""

from ippbook.cli import program

program()
