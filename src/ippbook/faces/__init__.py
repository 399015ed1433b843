"""HOSTS: each face shows the same study to another reader. None imports another."""
