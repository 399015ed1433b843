"""What `ippbook doctor` looks at: a function a check."""
