"""The digital twin: the physics of the bench rig and the session that runs the firmware on it."""
