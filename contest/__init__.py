"""Contests: rounds, papers, scores and reports, on top of the question bank."""
