"""Facts that the contest side needs, as data files with their sources."""
