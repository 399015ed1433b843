"""Many workbooks: which ones a command names, one result for each, and no bad file that hides the others."""
