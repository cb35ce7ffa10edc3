"""Forms: form-js JSON shown and validated on the server by the same schema.

``schema`` reads the file, ``filling`` and ``posting`` make :class:`Answers` (texts by posted name), ``sheet`` works out
values and what is hidden, ``presenting`` draws, ``reading`` validates and gives FEEL values, ``checks`` guards the
deployment.
"""

from tasks.forms.answers import Answers, FileValue, Sealed
from tasks.forms.buttons import Pressed, press
from tasks.forms.checks import check
from tasks.forms.filling import fill
from tasks.forms.posting import take_in
from tasks.forms.presented import PresentedField, PresentedForm
from tasks.forms.presenting import present
from tasks.forms.reading import FormResult, read
from tasks.forms.schema import Field, Form, FormFileBroken, parse
from tasks.forms.surroundings import Surroundings
from tasks.forms.validation import FieldError

__all__ = [
    "Answers",
    "Field",
    "FieldError",
    "FileValue",
    "Form",
    "FormFileBroken",
    "FormResult",
    "PresentedField",
    "PresentedForm",
    "Pressed",
    "Sealed",
    "Surroundings",
    "check",
    "fill",
    "parse",
    "present",
    "press",
    "read",
    "take_in",
]
