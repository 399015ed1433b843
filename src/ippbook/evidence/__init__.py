"""Evidence files: found, measured, hashed, and attached to a filing."""
