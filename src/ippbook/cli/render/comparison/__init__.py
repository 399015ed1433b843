"""A comparison of two workbooks as text, JSON, Markdown and HTML. `outline` says what is shown; the others say how."""
