"""What is wrong with a file, said with the place: the file, the row as a spreadsheet counts it, and the column."""

from typing import NoReturn

SHOWN = 20


class BadFile(ValueError):
    """A file that cannot be used. `problems` are sentences for the user; the text of the error is all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Gathers the problems of one file: the first twenty in words, the rest by their number."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self._said: list[str] = []

    def add(self, text: str, row: int | None = None, column: str | int | None = None) -> None:
        """`row` counts from 1, and the header is row 1. A column has a name, or its number."""
        self.count += 1
        if len(self._said) < SHOWN:
            self._said.append(f"{place(self.file, row, column)}：{text}")

    def add_unsaid(self, count: int) -> None:
        """More of what has been said often enough."""
        self.count += count

    @property
    def full(self) -> bool:
        """Whether further problems would only be counted."""
        return len(self._said) >= SHOWN

    def refuse(self) -> None:
        """Raises `BadFile` if there is any problem."""
        if self.count:
            raise self.error()

    def stop(self, text: str, row: int | None = None, column: str | int | None = None) -> NoReturn:
        """Raises `BadFile` at a problem after which the file makes no more sense."""
        self.add(text, row, column)
        raise self.error()

    def error(self) -> BadFile:
        rest = self.count - len(self._said)
        return BadFile(self._said + ([f"{self.file}：还有 {rest} 处问题"] if rest else []))


def place(file: str, row: int | None, column: str | int | None) -> str:
    parts = [] if row is None else [f"第 {row} 行"]
    if column is not None:
        parts.append(f"第 {column} 列" if isinstance(column, int) else f"“{column}”列")
    return f"{file} {'，'.join(parts)}" if parts else file


def refusal(file: str, text: str) -> BadFile:
    """The error about a file as a whole."""
    return BadFile([f"{file}：{text}"])


def unreadable(file: str, error: OSError) -> BadFile:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "没有这个文件",
        IsADirectoryError: "这是文件夹，不是文件",
        PermissionError: "没有权限打开",
    }
    return refusal(file, reasons.get(type(error), f"打不开（{error.strerror}）"))
