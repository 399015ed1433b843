"""Old paths of `ippbook.udfs`, `ippbook.press` and `ippbook.lite`."""
