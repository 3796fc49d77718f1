"""A second opinion on a 2PL calibration, by the pyirt package in a process of its own."""
