"""CONTENT: facts as data, a file each: platforms, offices, reasons, and the other closed lists."""
