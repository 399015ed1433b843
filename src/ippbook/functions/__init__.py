"""CONTENT: the worksheet functions, one module for each subject. To add one, write a function under `@worksheet`."""
