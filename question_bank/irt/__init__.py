"""Item response theory on plain numpy arrays: curves, ability, information."""
