"""Rules are values: `decide` says what a wish leads to, `apply` folds events into a state, and nothing here knows a
clock, chance, a database or a socket."""
