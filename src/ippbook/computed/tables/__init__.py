"""CONTENT: the computed tables, a module a sheet. What the team's rows come to, seen by account, by reason or by seller."""
