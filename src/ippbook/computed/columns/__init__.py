"""CONTENT: the computed columns, a module a table. A column's parameters are the names of what it is made of."""
