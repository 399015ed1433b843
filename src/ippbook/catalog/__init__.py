"""CONTENT: facts as data, one file each: platforms, offices, reasons, and the other closed lists."""
