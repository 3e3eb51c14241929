"""What must be remembered, and how it is recorded."""
