"""JSON in and out: numbers keep every digit (money is never a float), and a body has a bound."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

import orjson
from rest_framework.exceptions import NotAcceptable, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from tasks.forms.posting import LARGEST, FormTooLarge

if TYPE_CHECKING:
    from rest_framework.request import Request

#: Bytes of a body: every character that a form may hold, written as ``\\uXXXX``.
LARGEST_BODY: Final = 6 * LARGEST
PROBLEM: Final = "application/problem+json"


class ExactParser(BaseParser):
    """JSON with numbers as int and Decimal, as they were written."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:  # noqa: ANN401 - any JSON
        """The body's value; raises ParseError, FormTooLarge."""
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise FormTooLarge
        try:
            return json.loads(body, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, ArithmeticError, RecursionError) as broken:
            raise ParseError from broken


class OrjsonRenderer(BaseRenderer):
    """UTF-8 JSON; Decimals as numbers with their digits, times with Korea's offset as the serialisers give them."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: object, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The bytes of an answer; none for an answer without content."""
        return b"" if data is None else orjson.dumps(data, default=_plain)


class OnlyJson(BaseContentNegotiation):
    """There is one format, so that nothing needs to be weighed: a header that excludes it is refused."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser of JSON; None (415) for a body that calls itself something else."""
        kind = request.content_type.partition(";")[0].strip().lower()
        return next(iter(parsers)) if kind == ExactParser.media_type or kind.endswith("+json") else None

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer of JSON; raises NotAcceptable where the program wants none."""
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        if not any(kind in accepted for kind in ("*/*", "application/*", "json")):
            raise NotAcceptable
        return next(iter(renderers)), OrjsonRenderer.media_type


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _plain(value: object) -> object:
    return orjson.Fragment(format(value, "f")) if isinstance(value, Decimal) else str(value)
