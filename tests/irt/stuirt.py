"""Two examples that come with STUIRT (Kim & Kolen 2004, University of Iowa): item parameters on two forms and the
constants that the program prints. The first is that of Kolen & Brennan (2004), Test Equating, Scaling, and Linking, 2nd
ed., table 6.5. Slopes are printed for D = 1.7; the criteria are symmetric and standardised.
"""

import numpy as np

from question_bank.irt import Grid, ItemParameters, item_parameters
from question_bank.irt.parameters import Parameters, StepParameters, step_parameters

D = 1.7


def three_parameter(rows: list[tuple[float, float, float]]) -> ItemParameters:
    a, b, c = np.array(rows).T
    return item_parameters(D * a, b, c)


def part_marks(rows: list[tuple[float, float, list[float]]]) -> StepParameters:
    """Slope, location and deviations d_k of the steps from it, as PARSCALE has them: step difficulty = location - d."""
    steps = np.full((len(rows), max(len(deviations) for _, _, deviations in rows)), np.nan)
    for row, (_, location, deviations) in zip(steps, rows, strict=True):
        row[: len(deviations)] = location - np.array(deviations)
    return step_parameters([D * a for a, _, _ in rows], steps, "gpcm")


def density(points: list[float], weights: list[float]) -> Grid:
    return Grid(np.array(points), np.log(np.array(weights) / sum(weights)))


POINTS = [-4.0, -3.111, -2.222, -1.333, -0.4444, 0.4444, 1.333, 2.222, 3.111, 4.0]
# fmt: off
NEW_DENSITY = density(
    POINTS, [0.0001008, 0.002760, 0.03021, 0.1420, 0.3149, 0.3158, 0.1542, 0.03596, 0.003925, 0.0001862])
OLD_DENSITY = density(
    POINTS, [0.0001173, 0.003242, 0.03449, 0.1471, 0.3148, 0.3110, 0.1526, 0.03406, 0.002510, 0.0001116])
NEW_ITEMS = three_parameter([
    (0.4551, -0.7101, 0.2087), (0.5839, -0.8567, 0.2038), (0.7544, 0.0212, 0.1600), (0.6633, 0.0506, 0.1240),
    (1.0690, 0.9610, 0.2986), (0.9672, 0.1950, 0.0535), (0.3479, 2.2768, 0.1489), (1.4579, 1.0241, 0.2453),
    (1.8811, 1.4062, 0.1992), (0.7020, 2.2401, 0.0853), (1.4080, 1.5556, 0.0789), (1.2993, 2.1589, 0.1075),
])
OLD_ITEMS = three_parameter([
    (0.4416, -1.3349, 0.1559), (0.5730, -1.3210, 0.1913), (0.5987, -0.7098, 0.1177), (0.6041, -0.3539, 0.0818),
    (0.9902, 0.5320, 0.3024), (0.8081, -0.1156, 0.0648), (0.4140, 2.5538, 0.2410), (1.3554, 0.5811, 0.2243),
    (1.0417, 0.9392, 0.1651), (0.6336, 1.8960, 0.0794), (1.1347, 1.0790, 0.0630), (0.9255, 2.1337, 0.1259),
])
CONSTANTS = {
    "mean-mean": (1.217266, -0.557156), "mean-sigma": (1.168891, -0.515543),
    "haebara": (1.067800, -0.471281), "stocking-lord": (1.083417, -0.487619),
}

UNIFORM = density(list(np.linspace(-3.0, 3.0, 25)), [1.0] * 25)
NEW_MIXED: list[Parameters] = [three_parameter([
    (0.751335, -0.897391, 0.244001), (0.955947, -0.811477, 0.242883), (0.497206, -0.858681, 0.260893),
    (0.724000, -0.123911, 0.243497), (0.865200, 0.205889, 0.319135), (0.658129, 0.555228, 0.277826),
    (1.082118, 0.950549, 0.157979), (0.988294, 1.377501, 0.084828), (1.248923, 1.614355, 0.181874),
    (1.116682, 2.353932, 0.246856), (0.438171, 3.217965, 0.309243), (1.082206, 4.441864, 0.192339),
]), part_marks([
    (0.269994, 0.003998, [1.097268, -1.097268]), (0.972506, 1.632662, [0.106514, -0.106514]),
    (0.378812, 3.464657, [2.102301, -2.102301]), (0.537706, 1.010053, [-0.476513, 1.081282, -0.604770]),
    (0.554506, 2.432938, [1.007525, -0.197767, -0.809758]),
])]
OLD_MIXED: list[Parameters] = [three_parameter([
    (0.887276, -1.334798, 0.134406), (1.184412, -1.129004, 0.237765), (0.609412, -1.464546, 0.151393),
    (0.923812, -0.576435, 0.240097), (0.822776, -0.476357, 0.192369), (0.707818, -0.235189, 0.189557),
    (1.306976, 0.242986, 0.165553), (1.295471, 0.598029, 0.090557), (1.366841, 0.923206, 0.172993),
    (1.389624, 1.380666, 0.238008), (0.293806, 2.028070, 0.203448), (0.885347, 3.152928, 0.195473),
]), part_marks([
    (0.346324, -0.494115, [0.893232, -0.893232]), (1.252012, 0.856264, [0.099750, -0.099750]),
    (0.392282, 2.825801, [1.850498, -1.850498]), (0.660841, 0.342977, [-0.300428, 0.761846, -0.461417]),
    (0.669612, 1.643267, [1.001974, -0.107221, -0.894753]),
])]
MIXED_CONSTANTS = {
    "mean-mean": (0.875095, -0.543611), "mean-sigma": (0.887294, -0.560159),
    "haebara": (0.805049, -0.446101), "stocking-lord": (0.815445, -0.456487),
}
