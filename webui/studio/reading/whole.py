"""A whole bundle as structured text: process, steps, forms, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.bundle import Bundle
from webui.studio.reading import decisions, diagram, forms, telling
from webui.studio.reading.decisions import DecisionRead
from webui.studio.reading.forms import FieldRead
from webui.studio.reading.telling import Told
from webui.studio.reading.xml import NotReadable


@dataclass(frozen=True, kw_only=True)
class WholeRead:
    """Everything that a version says, in one language."""

    name: str
    documentation: str
    plain: str
    lanes: Sequence[str]
    steps: Sequence[Told]
    forms: Mapping[str, Sequence[FieldRead]]
    decisions: Sequence[DecisionRead]


def tell(bundle: Bundle, *, language: str, on: date) -> WholeRead:
    """The structured text of a bundle; ``on`` is the day whose rates stand in for their names.

    Raises:
        NotReadable: its diagram or a decision is no XML that we read.
    """
    content = bundle.files.get(f"{bundle.process_id}.bpmn")
    if content is None:
        raise NotReadable("syntax", "no diagram")
    reading = diagram.read(content)
    words = forms.vocabulary(bundle.files, language)
    english = language == "en"
    return WholeRead(
        name=(reading.properties.get("labelEn", "") if english else "") or reading.name,
        documentation=reading.documentation,
        plain=reading.properties.get("plainEn" if english else "plain", ""),
        lanes=[telling.lane_name(lane, language) for lane in reading.lanes],
        steps=telling.tell(reading, words, language=language, on=on),
        forms={name: forms.fields(content, language) for name, content in bundle.forms.items()},
        decisions=[one for content in bundle.of_kind(".dmn").values() for one in decisions.read(content)],
    )
