"""The desk's pages of the question bank."""
