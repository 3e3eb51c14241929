"""The bench page: a served twin in a process of its own, drawn and moving, with its speed and its faults."""
