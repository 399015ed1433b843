"""`ippbook doctor`: one function for each check, and the table of their results."""
