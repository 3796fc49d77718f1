"""Law School Admission Test, section 6: 1,000 people, 5 items. Frequencies of the answer patterns as printed in
Bock & Lieberman (1970), Fitting a response model for n dichotomously scored items, Psychometrika 35, 179-197.

The two-parameter maximum likelihood solution and its log-likelihood are known to five decimals.
"""

import numpy as np

FREQUENCIES = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4,
    "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15, "10000": 10, "10001": 29,
    "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56,
    "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip

SLOPES = (0.82566, 0.72274, 0.89087, 0.68837, 0.65686)
DIFFICULTIES = (-3.35881, -1.37006, -0.27967, -1.86638, -3.12591)
LOG_LIKELIHOOD = -2466.65338

PATTERNS = np.array([[float(mark) for mark in pattern] for pattern in FREQUENCIES])
COUNTS = np.array(list(FREQUENCIES.values()), dtype=float)
