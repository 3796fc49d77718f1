"""Literacy: the second pure reading of the response records. It never sees time, streaks, stakes or points."""
