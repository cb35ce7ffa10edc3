"""How facts stand in a sentence: dates and minutes written out, Korean particles that fit the word before them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

#: Particle pairs as a sentence carries them while its word is open: after a consonant, after a vowel.
_PAIRS: Final = {
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
_OPEN: Final = re.compile(rf"(\w)([’”'\"〉)]*)({'|'.join(map(re.escape, _PAIRS))})")
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_FINALS = 28
_RIEUL = 8
#: The final consonants with which the digits 0 to 9 are read (영, 일, 이, 삼 …): none, ㄹ, or another.
_DIGIT_FINALS: Final = (21, _RIEUL, 0, 16, 0, 0, 1, _RIEUL, _RIEUL, 0)


def settled(sentence: str) -> str:
    """The sentence with each open pair decided: 지사가, 센터를, 결재로. After a letter that is not Korean both stay."""
    return _OPEN.sub(_settle, sentence)


def _settle(found: re.Match[str]) -> str:
    letter, closing, pair = found.groups()
    final = _final_of(letter)
    if final is None:
        return found[0]
    bare = final == 0 or (pair == "(으)로" and final == _RIEUL)
    return letter + closing + _PAIRS[pair][1 if bare else 0]


def _final_of(letter: str) -> int | None:
    """The number of the final consonant (0: none) with which a letter is spoken; None where nobody can say."""
    if _FIRST_SYLLABLE <= letter <= _LAST_SYLLABLE:
        return (ord(letter) - ord(_FIRST_SYLLABLE)) % _FINALS
    return _DIGIT_FINALS[int(letter)] if letter in "0123456789" else None


class Word(str):
    """An argument of a sentence: `{until:date}`, `{visit:moment}`, `{minutes:minutes}` write it out in the language."""

    __slots__ = ("language",)
    language: str

    def __format__(self, spec: str) -> str:
        write = _WRITERS.get(spec)
        if write is None:
            return format(str(self), spec)
        try:
            return write(str(self), self.language)
        except ValueError:
            return str(self)


def words(arguments: Mapping[str, str], language: str) -> dict[str, Word]:
    """Arguments ready for a sentence of that language."""
    found = {name: Word(text) for name, text in arguments.items()}
    for word in found.values():
        word.language = language
    return found


def _date(text: str, language: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}년 {day.month}월 {day.day}일" if language == "ko" else f"{day.day} {day:%B} {day.year}"


def _moment(text: str, language: str) -> str:
    at = datetime.fromisoformat(text)
    day = _date(at.date().isoformat(), language)
    if language != "ko":
        return f"{day}, {at:%H:%M}"
    return f"{day} {'오전' if at.hour < 12 else '오후'} {(at.hour - 1) % 12 + 1}:{at:%M}"


def _minutes(text: str, language: str) -> str:
    """Minutes as the rules count them, with the hours that people think in beside them."""
    minutes = int(text)
    hours, rest = divmod(minutes, 60)
    if language == "ko":
        more = f"({hours}시간{f' {rest}분' if rest else ''})" if hours else ""
        return f"{minutes:,}분{more}"
    more = f" ({hours} h{f' {rest} min' if rest else ''})" if hours else ""
    return f"{minutes:,} minutes{more}"


_WRITERS: Final[Mapping[str, Callable[[str, str], str]]] = {"date": _date, "moment": _moment, "minutes": _minutes}
