"""Four attitude items scored 0 to 3 (Comfort, Work, Future, Benefit; 392 people) under the graded response model.

As the manual of the R package mirt 1.45 prints them (Chalmers 2012, Journal of Statistical Software 48(6)):
`coef(mirt(Science))` and the tables of `fscores`. The printed parameters are rounded to three decimals, which moves
estimates in the third.
"""

import numpy as np

from question_bank.irt.parameters import step_parameters

SLOPES = np.array([1.042, 1.226, 2.293, 1.095])
INTERCEPTS = np.array([
    [4.864, 2.640, -1.466],
    [2.924, 0.901, -2.266],
    [5.234, 2.214, -1.964],
    [3.348, 0.992, -1.688],
])  # fmt: skip
PARAMETERS = step_parameters(SLOPES, -INTERCEPTS / SLOPES[:, None], "grm")

PATTERNS = np.array([[1, 1, 1, 1], [1, 3, 2, 1], [1, 4, 2, 3], [1, 4, 3, 1], [2, 1, 1, 1], [2, 1, 2, 4]]) - 1.0
EAP = [-2.7492669, -1.4198318, -0.7141976, -0.4469265, -2.5437807, -1.2478570]
EAP_SE = [0.6293525, 0.5772364, 0.6200139, 0.6509531, 0.5909114, 0.5840105]
ML = [-np.inf, -2.105, -1.151, -0.781, -4.400, -1.864]
WLE = [-5.6980733, -2.1191038, -1.1387624, -0.8489387, -4.0112458, -1.8957020]
MAP_PATTERNS = np.array([[1, 2, 3, 4], [2, 2, 1, 3]]) - 1.0
MAP = [-0.370, -1.694]
# EAP of the sum scores 0 ... 12 (the manual counts from 4), and the share expected to have each.
SUM_EAP = [
    -2.74926694, -2.43096701, -2.08095804, -1.71797996, -1.36354348, -1.01186764, -0.64926712,
    -0.28688279, 0.08240446, 0.48709473, 0.93406958, 1.38421709, 1.85351389,
]  # fmt: skip
SUM_EAP_SE = [
    0.6293525, 0.6167666, 0.6101826, 0.6019326, 0.5979810, 0.6038596, 0.6101301,
    0.6048405, 0.5996636, 0.6133534, 0.6170256, 0.6218261, 0.6544097,
]  # fmt: skip
SUM_SHARE = [
    0.000316696, 0.002015987, 0.007040507, 0.018498965, 0.040542256, 0.075699045, 0.123375636,
    0.174705603, 0.205492419, 0.167520645, 0.108768401, 0.056967715, 0.019056126,
]  # fmt: skip
