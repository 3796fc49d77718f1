"""What answers say of items: classical figures, distractors, times, and how all this changes from day to day.

Plain arrays in, named tuples out. Everybody may have had another paper: nothing here needs a complete matrix.
"""

from question_bank.analysis.abilities import Population, Rest, population_of, rest_abilities
from question_bank.analysis.answer_table import AnswerTable
from question_bank.analysis.choices import FIFTHS, ItemChoices, OptionFigures, item_choices
from question_bank.analysis.classical import Classical, classical
from question_bank.analysis.days import DayFigures, by_days
from question_bank.analysis.findings import Finding, findings_of
from question_bank.analysis.shift import Displacement, displacement
from question_bank.analysis.times import ItemTimes, Speeds, item_times, speeds

__all__ = [
    "FIFTHS",
    "AnswerTable",
    "Classical",
    "DayFigures",
    "Displacement",
    "Finding",
    "ItemChoices",
    "ItemTimes",
    "OptionFigures",
    "Population",
    "Rest",
    "Speeds",
    "by_days",
    "classical",
    "displacement",
    "findings_of",
    "item_choices",
    "item_times",
    "population_of",
    "rest_abilities",
    "speeds",
]
