"""Worksheet functions that look at whole tables: findings, takedown texts."""
