"""The bank that ships, as data files: one JSON Lines file for each benchmark, and the facts they rest on."""
