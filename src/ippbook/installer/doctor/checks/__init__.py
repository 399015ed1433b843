"""Doctor's checks: one function per check."""
