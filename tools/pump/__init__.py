"""The `pump` command: files, runs and pictures, on the host."""
