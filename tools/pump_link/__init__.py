"""A programmer's side of the link: frames, sessions, retries, pairing, keys, and entering a therapy."""
