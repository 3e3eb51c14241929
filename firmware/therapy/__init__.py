"""What the pump decides: no hardware, no clock of its own, no file."""
