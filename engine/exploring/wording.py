"""Conditions in words for a path: the part that was asked about, with its answer."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import nodes

LONGEST = 60


def answered(node: nodes.Node, whole: str, answer: bool) -> tuple[str, str]:  # noqa: FBT001 - the answer itself
    """A condition with its answer, in Korean and English; ``whole`` is the text it is a part of."""
    text = _text(node) or " ".join(whole.split())
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return (text, text) if answer else (f"{text} 아님", f"not {text}")


def _text(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Path):
        source = _text(node.source)
        return None if source is None else f"{source}.{node.member}"
    if isinstance(node, nodes.Literal):
        return _literal(node.value)
    if isinstance(node, nodes.Comparison):
        sides = _text(node.left), _text(node.right)
        return None if None in sides else f"{sides[0]} {node.operator} {sides[1]}"
    return None


def _literal(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, Decimal | int) else None
