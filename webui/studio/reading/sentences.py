"""FEEL in plain words, where it has one of the plain shapes; anything else stays as it is written."""

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from engine import ports
from webui.studio.reading.forms import Vocabulary

COMPARISON = re.compile(r"^([\w.]+)\s*(!=|<=|>=|=|<|>)\s*(.+)$", re.DOTALL)
AMONG = re.compile(r"^([\w.]+)\s+in\s*[(\[](.+)[)\]]$", re.DOTALL)
NEGATION = re.compile(r"^not\((.+)\)$", re.DOTALL)
NAME = re.compile(r"^[A-Za-z_][\w.]*$")
RATE = re.compile(r'rate\("(\w+)",\s*today\(\)\)')
DAYS = re.compile(r'^duration\("P1D"\)\s*\*\s*(\S+)$')
DURATION = re.compile(r'^(?:duration\()?"?P(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?"?\)?$')
WORKING_DAYS = re.compile(r"^(working|statutory) days\((\S+)\)$")


def condition(feel: str, words: Vocabulary) -> str:
    """A condition as a clause, e.g. "검토 결과: 보완 요청"; the FEEL text itself where no rule fits."""
    text = feel.strip().removeprefix("=").strip()
    for joint, said in ((" or ", _(" 또는 ")), (" and ", _(" 그리고 "))):
        parts = _split(text, joint)
        if len(parts) > 1:
            return said.join(condition(part, words) for part in parts)
    return _simple(text, words)


def _simple(text: str, words: Vocabulary) -> str:
    negated = NEGATION.match(text)
    if negated:
        return _("다음이 아님: %(what)s") % {"what": condition(negated[1], words)}
    among = AMONG.match(text)
    if among:
        values = ", ".join(_value(one, among[1], words) for one in _split(among[2], ","))
        return _("%(name)s: %(values)s 가운데 하나") % {"name": words.label(among[1]), "values": values}
    compared = COMPARISON.match(text)
    if compared:
        name, sign, value = compared.groups()
        return _comparison(sign) % {"name": words.label(name), "value": _value(value, name, words)}
    if NAME.match(text):
        return _("%(name)s: 예") % {"name": words.label(text)}
    return text


def _comparison(sign: str) -> str:
    return {
        "=": _("%(name)s: %(value)s"),
        "!=": _("%(name)s: %(value)s 아님"),
        "<": _("%(name)s: %(value)s 미만"),
        "<=": _("%(name)s: %(value)s 이하"),
        ">": _("%(name)s: %(value)s 초과"),
        ">=": _("%(name)s: %(value)s 이상"),
    }[sign]


def _value(text: str, name: str, words: Vocabulary) -> str:
    bare = text.strip()
    known = {"true": _("예"), "false": _("아니요"), "null": _("없음")}
    if bare in known:
        return known[bare]
    if bare.startswith('"') and bare.endswith('"'):
        return words.answer(name, bare[1:-1])
    return words.label(bare) if NAME.match(bare) else bare


def _split(text: str, joint: str) -> list[str]:
    """Parts between joints that stand outside quotes and brackets."""
    parts, depth, quoted, begin = [], 0, False, 0
    for place, sign in enumerate(text):
        quoted ^= sign == '"'
        depth += 0 if quoted else (sign in "([{") - (sign in ")]}")
        if depth == 0 and not quoted and place >= begin and text.startswith(joint, place):
            parts.append(text[begin:place])
            begin = place + len(joint)
    return [part.strip() for part in (*parts, text[begin:])]


def moment(feel: str, on: date) -> str:
    """A due date, a timer or a duration in words, with the rates of the day filled in; else the FEEL text."""
    text = RATE.sub(_rate_on(on), feel.strip().removeprefix("=").strip())
    working = WORKING_DAYS.match(text)
    if working:
        said = _("근무일 %(days)s일 안") if working[1] == "working" else _("첫날을 넣어 세는 %(days)s일 안")
        return said % {"days": working[2]}
    for start in ("now() + ", "today() + "):
        if text.startswith(start):
            return _("시작하고 %(span)s 안") % {"span": span(text.removeprefix(start))}
    return span(text)


def span(text: str) -> str:
    """A duration in words: `duration("P7D")`, `PT48H`, `duration("P1D") * 7`."""
    days = DAYS.match(text.strip())
    if days:
        return _("%(count)s일") % {"count": days[1]}
    found = DURATION.match(text.strip())
    if found is None or not any(found.groups()):
        return text
    said = (_("%(count)s개월"), _("%(count)s일"), _("%(count)s시간"), _("%(count)s분"))
    return " ".join(word % {"count": count} for word, count in zip(said, found.groups(), strict=True) if count)


def _rate_on(on: date) -> Callable[[re.Match[str]], str]:
    def fill(found: re.Match[str]) -> str:
        try:
            value = ports.rates().rate(found[1], on)
        except (LookupError, ports.PortNotFilled):
            return found[0]
        return found[0] if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in str(value) else str(value)

    return fill
