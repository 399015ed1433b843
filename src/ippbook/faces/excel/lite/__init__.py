"""Old path of the module that xlwings Lite calls."""
