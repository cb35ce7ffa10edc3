"""What goes wrong in FEEL: a text that is no FEEL, a budget that is used up, and (inside) a result that is null."""

from __future__ import annotations


class FeelSyntaxError(Exception):
    """A text that is not FEEL: where (line and column from 1), what was expected, and the text itself."""

    def __init__(self, text: str, *, line: int, column: int, expected: str) -> None:
        """Keep the facts; ``message`` is one English sentence made of them."""
        self.text = text
        self.line = line
        self.column = column
        self.expected = expected
        self.message = f"line {line}, column {column}: expected {expected}"
        super().__init__(self.message)


class FeelLimitExceeded(Exception):
    """An expression that asked for too much; ``limit`` is ``steps``, ``depth``, ``time`` or ``size``."""

    def __init__(self, limit: str, message: str) -> None:
        """Keep the limit's name and a sentence for the analyst."""
        self.limit = limit
        self.message = message
        super().__init__(message)


class Undefined(Exception):
    """Raised by built-in functions where the standard says the result is null; becomes null and a warning."""
