"""Old paths of `ippbook.udfs`, `ippbook.press` and the script of xlwings Lite."""
