"""Calibration of items that give part marks: the graded response and the (generalised) partial credit model."""

from question_bank.irt.calibration.part_marks.calibrate import calibrate_part_marks

__all__ = ["calibrate_part_marks"]
