"""One row of the tables: status, title, sentence."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Refusal:
    """How an exception is told: the HTTP status, a title, and one or two plain sentences.

    `%(name)s` in the sentence is filled from the exception's attribute of that name.
    """

    status: int
    title: Text
    sentence: Text
