"""Edits to sheet parts: only the bytes of edited cells change."""
