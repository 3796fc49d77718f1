"""Law School Admission Test, section 7: 1,000 people, 5 items. Frequencies of the answer patterns as printed in
Bock & Lieberman (1970), Fitting a response model for n dichotomously scored items, Psychometrika 35, 179-197.

The two-parameter maximum likelihood solution (slope, and intercept -a b) as the documentation of mirt prints it
(Chalmers 2012, Journal of Statistical Software 48(6)), example of `PLCI.mirt`.
"""

import numpy as np

FREQUENCIES = {
    "00000": 12, "00001": 19, "00010": 1, "00011": 7, "00100": 3, "00101": 19, "00110": 3, "00111": 17,
    "01000": 10, "01001": 5, "01010": 3, "01011": 7, "01100": 7, "01101": 23, "01110": 8, "01111": 28,
    "10000": 7, "10001": 39, "10010": 11, "10011": 34, "10100": 14, "10101": 51, "10110": 15, "10111": 90,
    "11000": 6, "11001": 25, "11010": 7, "11011": 35, "11100": 18, "11101": 136, "11110": 32, "11111": 308,
}  # fmt: skip

SLOPES = np.array([0.9879254, 1.0808847, 1.7058006, 0.7651853, 0.7357980])
INTERCEPTS = np.array([1.8560605, 0.8079786, 1.8042187, 0.4859966, 1.8545127])
DIFFICULTIES = -INTERCEPTS / SLOPES

PATTERNS = np.array([[float(mark) for mark in pattern] for pattern in FREQUENCIES])
COUNTS = np.array(list(FREQUENCIES.values()), dtype=float)
