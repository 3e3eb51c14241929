"""The physician's programmer: web pages served on this computer's own loopback, for one pump."""
