"""The journal is the truth: events and responses, hash-chained, written before anything is acknowledged."""
