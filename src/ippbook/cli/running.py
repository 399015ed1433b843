"""Commands on a workbook through the Excel face, without Excel: run."""
