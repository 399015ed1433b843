"""The zip file: its parts, their types and relationships, copied byte for byte."""
