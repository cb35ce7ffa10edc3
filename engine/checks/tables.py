"""Decision tables at the deploy gate: what ``dmn.analyse`` found, said in both languages."""

from __future__ import annotations

import json
from typing import Final

from engine import dmn, feel
from engine.findings import Finding

#: What each kind of finding means for the analyst, in Korean; the English is the analysis' own message.
_KOREAN: Final = {
    "problem": "결정 모델에 실행할 수 없는 곳이 있습니다",
    "wrong type": "칸의 값이 열의 자료형이나 허용값과 맞지 않습니다",
    "overlap": "적중 정책이 허락하지 않는데 두 규칙이 함께 맞습니다",
    "gap": "어느 규칙도 맞지 않는 입력이 있고 기본값도 없습니다",
    "dead rule": "다른 규칙에 가려 결코 쓰이지 않는 규칙입니다",
    "unchecked": "계산식이 든 규칙은 서로 비교하지 못했습니다",
}


def findings(model: dmn.Model, path: str) -> list[Finding]:
    """What stops a deployment and what is worth a look, each with its rules and an example input."""
    return [_said(found, path) for found in dmn.analyse(model)]


def _said(found: dmn.Finding, path: str) -> Finding:
    rules = ", ".join(str(number) for number in found.rules)
    example = json.dumps({name: feel.to_json(value) for name, value in found.example.items()}, ensure_ascii=False)
    korean = f"{path}: {_KOREAN[found.kind]}"
    english = found.message
    if rules:
        korean, english = f"{korean} (규칙 {rules})", f"{english} (rule {rules})"
    if found.example:
        korean, english = f"{korean} 예: {example}", f"{english}, for example {example}"
    return Finding(
        element_id=found.element_id or None,
        path=path,
        message_ko=korean,
        message_en=english,
        severity="error" if found.blocks else "warning",
    )
