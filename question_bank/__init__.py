"""The calibrated question bank: items, their versions and keys, forms, and the measurement engine."""
