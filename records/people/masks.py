"""Personal data as people see it by default: name 홍*동, number 900101-1******, mobile 010-****-1234."""

import re


def name(text: str) -> str:
    """The middle of a name hidden; of two letters the second."""
    if len(text) < 2:
        return text
    return text[0] + "*" * max(1, len(text) - 2) + (text[-1] if len(text) > 2 else "")


def resident_number(text: str) -> str:
    """Birth date and the century digit stay; the rest is hidden."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:6]}-{digits[6:7]}******"


def mobile(text: str) -> str:
    """The first and last group stay."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:3]}-****-{digits[-4:]}" if len(digits) >= 9 else "****"


def email(text: str) -> str:
    """The first letter and the domain stay."""
    local, _at, domain = text.partition("@")
    return f"{local[:1]}***@{domain}" if domain else "***"


def last_four(text: str) -> str:
    """Only the last four characters stay (account numbers)."""
    return "*" * max(0, len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)
