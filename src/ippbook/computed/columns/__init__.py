"""CONTENT: the computed columns, by table and subject. A column's parameters are the names of the columns that it uses."""
