"""Old paths of modules that workbooks, add-ins and settings made by earlier versions still name. New code uses the modules of `ippbook`."""
