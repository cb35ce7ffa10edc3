"""Every sentence that a form says by itself, Korean and English in one place."""

from __future__ import annotations

from typing import Literal

Language = Literal["ko", "en"]

_WORDS: dict[str, tuple[str, str]] = {
    "required": ("입력해 주세요.", "Please enter this."),
    "required_choice": ("하나를 골라 주세요.", "Please choose one."),
    "required_choices": ("하나 이상 골라 주세요.", "Please choose at least one."),
    "required_tick": ("확인란에 표시해 주세요.", "Please tick the box."),
    "required_file": ("파일을 첨부해 주세요.", "Please attach a file."),
    "too_short": ("{limit}자 이상 적어 주세요.", "Write at least {limit} characters."),
    "too_long": (
        "{limit}자까지 적을 수 있습니다. 지금은 {count}자입니다.",
        "At most {limit} characters fit; these are {count}.",
    ),
    "number": ("숫자로 적어 주세요.", "Write a number."),
    "decimals": ("소수점 아래 {limit}자리까지 적어 주세요.", "At most {limit} decimal places."),
    "whole": ("소수점 없는 숫자로 적어 주세요.", "Write a whole number."),
    "too_small": ("{limit} 이상이어야 합니다.", "Must be {limit} or more."),
    "too_large": ("{limit} 이하여야 합니다.", "Must be {limit} or less."),
    "date": ("날짜를 2026-03-02처럼 적어 주세요.", "Write the date like 2026-03-02."),
    "time": ("시각을 09:30처럼 적어 주세요.", "Write the time like 09:30."),
    "datetime": (
        "날짜와 시각을 2026-03-02 09:30처럼 적어 주세요.",
        "Write date and time like 2026-03-02 09:30.",
    ),
    "passed": ("지난 날짜는 고를 수 없습니다.", "A day that has passed cannot be chosen."),
    "pattern": ("형식에 맞게 적어 주세요.", "This is not in the expected form."),
    "email": (
        "전자우편 주소를 name@example.kr처럼 적어 주세요.",
        "Write an e-mail address like name@example.kr.",
    ),
    "phone": (
        "전화번호를 010-1234-5678처럼 적어 주세요.",
        "Write a phone number like 010-1234-5678.",
    ),
    "rrn": (
        "주민등록번호 열세 자리를 900101-1234567처럼 적어 주세요.",
        "Write the thirteen digits like 900101-1234567.",
    ),
    "choice": ("목록에 있는 것 중에서 골라 주세요.", "Choose from the list."),
    "file_refused": (
        "'{name}'을(를) 받을 수 없습니다. {reason}",
        "'{name}' cannot be taken. {reason}",
    ),
    "too_many_files": (
        "파일은 {limit}개까지 첨부할 수 있습니다.",
        "At most {limit} files may be attached.",
    ),
    "one_file": ("파일은 하나만 첨부할 수 있습니다.", "Only one file may be attached."),
    "too_few_rows": ("{limit}줄 이상 적어 주세요.", "At least {limit} entries are needed."),
    "too_many_rows": ("{limit}줄까지 적을 수 있습니다.", "At most {limit} entries are allowed."),
    "broken_text": ("쓸 수 없는 문자가 들어 있습니다.", "Contains characters that cannot be used."),
    "unknown": (
        "이 서식에 없거나 고칠 수 없는 항목입니다.",
        "The form has no such field, or it cannot be changed.",
    ),
    "unreadable": ("이 항목에 쓸 수 없는 값입니다.", "No field can hold this value."),
    "one_value": ("값 하나만 보내 주세요.", "Send a single value."),
    "no_file_here": (
        "파일은 이 방법으로 보낼 수 없습니다. 할 일의 화면에서 첨부해 주세요.",
        "Files cannot be sent this way. Attach them on the page of the item.",
    ),
    "yes": ("예", "Yes"),
    "no": ("아니요", "No"),
    "required_mark": ("(필수)", "(required)"),
    "empty": ("적지 않음", "not filled in"),
    "no_rows": ("내용이 없습니다.", "There is nothing here."),
    "add": ("{label} 추가", "Add: {label}"),
    "add_plain": ("줄 추가", "Add an entry"),
    "remove": ("빼기", "Remove"),
    "please_choose": ("고르기", "Choose"),
    "attached": ("첨부한 파일", "Attached files"),
    "replace_file": ("다른 파일로 바꾸려면 다시 고르세요.", "Choose again to replace it."),
    "several_files": ("여러 파일을 고를 수 있습니다.", "You may choose several files."),
    "kept_sealed": (
        "저장된 번호: {shown}. 바꿀 때만 다시 적어 주세요.",
        "Kept: {shown}. Write it again only to change it.",
    ),
    "view_missing": ("보여 드릴 내용이 없습니다.", "There is nothing to show."),
    "row": ("{label} {number}", "{label} {number}"),
    "untitled": ("이 항목", "This field"),
}


def say(code: str, language: Language, **facts: object) -> str:
    """The sentence of that code in the language, with the facts filled in."""
    return _WORDS[code][0 if language == "ko" else 1].format(**facts)
