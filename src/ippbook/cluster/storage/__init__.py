"""Remote storage, one module for each kind. A new kind is a module and a line in `kinds.KINDS`."""
