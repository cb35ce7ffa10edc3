"""Whatever a lower layer refuses, a person is told in a sentence: `webui/errors.py` knows every public refusal."""

import importlib
import inspect

from config.embedded.places import BASE_DIR
from tests.house.source import modules
from webui import errors

ROOMS = {"tasks", "engine", "records", "integrations"}
#: Their errors become incidents or findings, which carry their own sentence; nobody meets the exception itself.
INSIDE = ("engine.feel", "engine.dmn", "engine.spiff", "engine.scenarios")


def refusals() -> list[type[Exception]]:
    found: set[type[Exception]] = set()
    for path in modules():
        name = ".".join(path.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")
        if name.split(".")[0] in ROOMS and not name.startswith(INSIDE) and "management" not in name:
            found |= {
                kind
                for _, kind in inspect.getmembers(importlib.import_module(name), inspect.isclass)
                if ours(kind, name)
            }
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def ours(kind: type, module: str) -> bool:
    return issubclass(kind, Exception) and kind.__module__ == module and not kind.__name__.startswith("_")


def test_every_refusal_has_a_sentence() -> None:
    known = set(errors.SENTENCES) | set(getattr(errors, "FAULTS_OF_OURS", ()))
    silent = [f"{kind.__module__}.{kind.__name__}" for kind in refusals() if not known & set(kind.__mro__[:-3])]
    assert not silent, "\n".join(silent)


def test_there_are_refusals_to_speak_of() -> None:
    assert len(refusals()) > 5
