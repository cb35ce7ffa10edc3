"""Every sentence that a form says by itself, Korean and English in one place."""

from __future__ import annotations

from typing import Literal

Language = Literal["ko", "en"]

_WORDS: dict[str, tuple[str, str]] = {
    "required": ("{label}: 입력해 주세요.", "{label}: please enter this."),
    "required_choice": ("{label}: 하나를 골라 주세요.", "{label}: please choose one."),
    "required_choices": ("{label}: 하나 이상 골라 주세요.", "{label}: please choose at least one."),
    "required_tick": ("{label}: 확인란에 표시해 주세요.", "{label}: please tick the box."),
    "required_file": ("{label}: 파일을 첨부해 주세요.", "{label}: please attach a file."),
    "too_short": ("{label}: {limit}자 이상 적어 주세요.", "{label}: write at least {limit} characters."),
    "too_long": (
        "{label}: {limit}자까지 적을 수 있습니다. 지금은 {count}자입니다.",
        "{label}: at most {limit} characters fit; these are {count}.",
    ),
    "number": ("{label}: 숫자로 적어 주세요.", "{label}: write a number."),
    "decimals": ("{label}: 소수점 아래 {limit}자리까지 적어 주세요.", "{label}: at most {limit} decimal places."),
    "whole": ("{label}: 소수점 없는 숫자로 적어 주세요.", "{label}: write a whole number."),
    "too_small": ("{label}: {limit} 이상이어야 합니다.", "{label}: must be {limit} or more."),
    "too_large": ("{label}: {limit} 이하여야 합니다.", "{label}: must be {limit} or less."),
    "date": ("{label}: 날짜를 2026-03-02처럼 적어 주세요.", "{label}: write the date like 2026-03-02."),
    "time": ("{label}: 시각을 09:30처럼 적어 주세요.", "{label}: write the time like 09:30."),
    "datetime": (
        "{label}: 날짜와 시각을 2026-03-02 09:30처럼 적어 주세요.",
        "{label}: write date and time like 2026-03-02 09:30.",
    ),
    "passed": ("{label}: 지난 날짜는 고를 수 없습니다.", "{label}: a day that has passed cannot be chosen."),
    "pattern": ("{label}: 형식에 맞게 적어 주세요.", "{label}: this is not in the expected form."),
    "email": (
        "{label}: 전자우편 주소를 name@example.kr처럼 적어 주세요.",
        "{label}: write an e-mail address like name@example.kr.",
    ),
    "phone": (
        "{label}: 전화번호를 010-1234-5678처럼 적어 주세요.",
        "{label}: write a phone number like 010-1234-5678.",
    ),
    "rrn": (
        "{label}: 주민등록번호 열세 자리를 900101-1234567처럼 적어 주세요.",
        "{label}: write the thirteen digits like 900101-1234567.",
    ),
    "choice": ("{label}: 목록에 있는 것 중에서 골라 주세요.", "{label}: choose from the list."),
    "file_type": (
        "{label}: '{name}'은(는) 받을 수 없는 종류의 파일입니다. {allowed} 파일을 첨부해 주세요.",
        "{label}: '{name}' is a kind of file that is not taken. Attach {allowed}.",
    ),
    "file_size": (
        "{label}: '{name}'은(는) {limit}MB보다 큽니다. 더 작은 파일을 첨부해 주세요.",
        "{label}: '{name}' is larger than {limit} MB. Attach a smaller file.",
    ),
    "file_empty": ("{label}: '{name}'은(는) 빈 파일입니다.", "{label}: '{name}' is an empty file."),
    "file_refused": (
        "{label}: '{name}'을(를) 받을 수 없습니다. {reason}",
        "{label}: '{name}' cannot be taken. {reason}",
    ),
    "too_many_files": (
        "{label}: 파일은 {limit}개까지 첨부할 수 있습니다.",
        "{label}: at most {limit} files may be attached.",
    ),
    "one_file": ("{label}: 파일은 하나만 첨부할 수 있습니다.", "{label}: only one file may be attached."),
    "too_few_rows": ("{label}: {limit}줄 이상 적어 주세요.", "{label}: at least {limit} entries are needed."),
    "too_many_rows": ("{label}: {limit}줄까지 적을 수 있습니다.", "{label}: at most {limit} entries are allowed."),
    "broken_text": ("{label}: 쓸 수 없는 문자가 들어 있습니다.", "{label}: contains characters that cannot be used."),
    "yes": ("예", "Yes"),
    "no": ("아니요", "No"),
    "none": ("없음", "None"),
    "row": ("{label} {number}", "{label} {number}"),
    "untitled": ("이 항목", "This field"),
}


def say(code: str, language: Language, **facts: object) -> str:
    """The sentence of that code in the language, with the facts filled in."""
    return _WORDS[code][0 if language == "ko" else 1].format(**facts)
