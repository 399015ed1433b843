"""ippbook in LibreOffice Calc: an extension (.oxt) whose functions ask a process of ippbook's own Python, and its installation."""
