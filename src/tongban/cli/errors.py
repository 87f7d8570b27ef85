"""What the command line says when it cannot do what was asked."""


class CannotStart(Exception):
    """A start that cannot succeed, with one sentence per language saying what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english

    def __str__(self) -> str:
        return f"{self.chinese}\n{self.english}"
