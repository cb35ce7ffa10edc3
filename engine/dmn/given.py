"""What a caller gave a decision, turned into FEEL values only where somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.feel.conversion import NATIVE, to_feel
from engine.feel.values import Value


class Given(Mapping[str, Value]):
    """The inputs by name."""

    __slots__ = ("_inputs",)

    def __init__(self, inputs: Mapping[str, object]) -> None:
        """Stand over the caller's mapping, which is not copied."""
        self._inputs = inputs

    def __contains__(self, name: object) -> bool:
        return name in self._inputs

    def __getitem__(self, name: str) -> Value:
        value = self._inputs[name]
        return value if type(value) in NATIVE else to_feel(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._inputs)

    def __len__(self) -> int:
        return len(self._inputs)
