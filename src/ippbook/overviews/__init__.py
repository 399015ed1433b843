"""Worksheet functions that look at whole tables: findings, takedown texts, Good-Faith figures by reason and month."""
