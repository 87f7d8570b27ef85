"""Arguments of the contract commands: a wrong one is told in a sentence, with exit status 2."""

import argparse
import sys
from typing import NoReturn

USAGE_ERROR = 2


class UsageError(Exception):
    """The arguments cannot be used; the text is a sentence for the person."""


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError`` where argparse would end the process."""

    def error(self, message: str) -> NoReturn:
        """Report wrong arguments together with how they should look."""
        raise UsageError(f"参数有误：{message}\n{self.format_usage().strip()}")


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    print(sentence, file=sys.stderr)
