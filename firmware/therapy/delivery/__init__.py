"""When each microstep is due, in small integers and without allocation."""
