"""Form assembly: parallel forms from a bank under a blueprint, by mixed-integer programming.

The models are van der Linden's (2005, Linear Models for Optimal Test Design): one 0/1 variable for each item and form,
one row for each rule and form, and an objective that is linear in them. Arithmetic only: time is an argument.
"""

from question_bank.assembly.assembling import Assembly, assemble, draw
from question_bank.assembly.impossible import Impossible
from question_bank.assembly.pool import Pool
from question_bank.assembly.search import NotFound

__all__ = ["Assembly", "Impossible", "NotFound", "Pool", "assemble", "draw"]
