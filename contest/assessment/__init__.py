"""The literacy ledger: what answers say of ability, and how far that can be told. Pure; knows no points."""
