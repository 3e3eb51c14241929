"""The alarms as data, which of them show, and the conditions that raise them."""
