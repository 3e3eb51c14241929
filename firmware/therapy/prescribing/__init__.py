"""Set-up: an order becomes exact numbers, once; big integers are allowed here."""
