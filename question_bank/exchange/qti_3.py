"""QTI 3.0 as a format to be written; `qti` reads 2.1 and 3.0 alike."""

from question_bank.exchange.qti_writing import write_3 as write

__all__ = ["write"]
