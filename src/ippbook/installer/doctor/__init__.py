"""`ippbook doctor`: one function per check, and the table of their results."""
