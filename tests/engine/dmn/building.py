"""Small decision models as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from engine import dmn, feel

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
ENVIRONMENT = feel.Environment(now=datetime(2024, 3, 4, tzinfo=UTC))


def definitions(*parts: str, namespace: str = "here", version: str = NAMESPACE) -> bytes:
    return f'<definitions xmlns="{version}" namespace="{namespace}" name="m">{"".join(parts)}</definitions>'.encode()


def text(feel_text: str, tag: str = "literalExpression") -> str:
    return f"<{tag}><text>{escape(feel_text)}</text></{tag}>"


def input_data(name: str, kind: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}"{typed}/></inputData>'


def needs(*hrefs: str) -> str:
    """Requirements: ``i_…`` of an input, ``k_…`` and ``s_…`` of knowledge and services, others of decisions."""
    parts = []
    for href in hrefs:
        local = href.rpartition("#")[2]
        tag, wrapper = "requiredDecision", "informationRequirement"
        if local.startswith("i_"):
            tag = "requiredInput"
        elif local.startswith(("k_", "s_")):
            tag, wrapper = "requiredKnowledge", "knowledgeRequirement"
        parts.append(f'<{wrapper}><{tag} href="{href if "#" in href else "#" + href}"/></{wrapper}>')
    return "".join(parts)


def decision(name: str, box: str, *requires: str, kind: str = "") -> str:
    typed = f' typeRef="{kind}"' if kind else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{needs(*requires)}{box}</decision>'


def knowledge(name: str, parameters: Mapping[str, str], box: str, *requires: str, **attributes: str) -> str:
    kind = f' typeRef="{attributes["kind"]}"' if "kind" in attributes else ""
    logic = f' kind="{attributes["logic"]}"' if "logic" in attributes else ""
    return (
        f'<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"{kind}/>'
        f"<encapsulatedLogic{logic}>{formal(parameters)}{box}</encapsulatedLogic>{needs(*requires)}"
        "</businessKnowledgeModel>"
    )


def formal(parameters: Mapping[str, str]) -> str:
    return "".join(
        f'<formalParameter name="{name}"{f" typeRef={kind!r}" if kind else ""}/>' for name, kind in parameters.items()
    )


def table(
    inputs: Sequence[tuple[str, str]], outputs: Sequence[str], rules: Sequence[Sequence[str]], **attributes: str
) -> str:
    """A table; ``inputs`` are expression and type, ``outputs`` inner XML with attributes, rules a row of cells."""
    listed = "".join(f' {name}="{value}"' for name, value in attributes.items())
    columns = "".join(
        f'<input id="in{number}"><inputExpression{f" typeRef={kind!r}" if kind else ""}>'
        f"<text>{escape(expression)}</text></inputExpression></input>"
        if not expression.startswith("<")
        else expression
        for number, (expression, kind) in enumerate(inputs)
    )
    rows = "".join(_rule(number, row, len(inputs)) for number, row in enumerate(rules, 1))
    return f'<decisionTable id="t"{listed}>{columns}{"".join(outputs)}{rows}</decisionTable>'


def _rule(number: int, row: Sequence[str], inputs: int) -> str:
    cells = [text(cell, "inputEntry" if place < inputs else "outputEntry") for place, cell in enumerate(row)]
    return f'<rule id="r{number}">{"".join(cells)}</rule>'


def decide(xml: bytes, wanted: str = "d", imports: Mapping[str, bytes] | None = None, **inputs: object) -> object:
    model = dmn.parse(xml, imports=imports)
    return feel.to_json(dmn.evaluate(model, wanted, inputs, ENVIRONMENT).value)


def findings(box: str, *parts: str) -> list[dmn.Finding]:
    return dmn.analyse(dmn.parse(definitions(*parts, decision("d", box))))
