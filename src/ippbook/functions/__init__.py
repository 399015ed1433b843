"""CONTENT: the worksheet functions, a module a subject. Adding a function is adding a function under `@worksheet`."""
