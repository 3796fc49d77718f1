"""The live edge: sockets in, events out, and the clockwork that closes items in time."""
