"""The command for the web add-in: lite."""
