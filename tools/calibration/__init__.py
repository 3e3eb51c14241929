"""What a calibration is worked out from, and how well it is known; nothing here talks to a pump."""
