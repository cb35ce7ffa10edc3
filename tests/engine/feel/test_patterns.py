"""Regular expressions as XPath writes them."""

from __future__ import annotations

import pytest

from tests.engine.feel.world import value

CASES = [
    (r"\d{3}-\d{4}", "010-1234", "", True),
    (r"^\w+$", "한글abc", "", True),
    (r"\W", "a!", "", True),
    (r"\S\s\D", "a b", "", True),
    (r"[a-z-[aeiou]]", "a", "", False),
    (r"[a-z-[aeiou]]", "b", "", True),
    (r"[^a-c]", "d", "", True),
    (r"[\d\-]", "-", "", True),
    (r"[a-]", "-", "", True),
    (r"[&~|#^]", "~", "", True),
    (r"[a--]", "-", "", True),
    (r"\i\c*", "a-1", "", True),
    (r"\I", "1", "", True),
    (r"\p{Lu}\P{Lu}", "Aa", "", True),
    (r"[\p{Lu}]", "A", "", True),
    (r"\p{IsBasicLatin}", "a", "", True),
    (r"\p{Nonsense}", "a", "", None),
    (r"\p{IsNonsense}", "a", "", None),
    (r"(a)\1", "aa", "", True),
    (r"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10", "abcdefghijj", "", True),
    (r"(a)\11", "aa1", "", True),
    (r"(a\1)", "aa", "", None),
    (r"\2(a)", "a", "", None),
    (r"(?:a|b)c", "bc", "", True),
    (r"(?=a)", "a", "", None),
    (r"a)", "a", "", None),
    (r"a{2}", "aa", "", True),
    (r"a{2,}", "aaa", "", True),
    (r"a{0,1}b", "b", "", True),
    (r"a{x}", "a", "", None),
    (r"[", "a", "", None),
    (r"[]", "a", "", None),
    (r"[[a]]", "a", "", None),
    (r"[a-z-[b]c]", "a", "", None),
    (r"[\1]", "a", "", None),
    (r"\q", "a", "", None),
    (r"[\q]", "a", "", None),
    ("[a\\", "a", "", None),
    (r"*", "a", "", None),
    (r"a.b", "a\nb", "", False),
    (r"a.b", "a\nb", "s", True),
    (r"^b$", "a\nb\nc", "m", True),
    (r"^b$", "a\nb", "", False),
    (r"A", "a", "i", True),
    (r"a b", "ab", "x", True),
    (r"a[ ]b", "a b", "x", True),
    (r"a [\]] b", "a]b", "x", True),
    (r"a#b", "a#b", "x", True),
    (r"a", "a", "q", None),
    (r"\p{Lu}", "m", "i", False),
    (r"\P{Lu}", "m", "i", True),
    (r"[\p{Lu}]", "m", "i", False),
    (r"[\p{Lu}M]", "m", "i", True),
    (r"[^\p{Lu}x]", "m", "i", True),
    (r"[^\p{Lu}x]", "X", "i", False),
    (r"[a-z-[\p{Lu}]]", "m", "i", True),
    (r"[A-Z-[OI]]", "o", "i", False),
    (r"K", "\u212a", "i", True),
    (r"ß", "SS", "i", False),
    (r"a+?b", "aab", "", True),
    (r"a{2}?", "aa", "", True),
    (r"a++", "a", "", None),
    (r"a?+", "a", "", None),
    (r"a+??", "a", "", None),
    (r"a{2}{3}", "a", "", None),
    (r"[ab]+[cd]*", "bd", "", True),
]


@pytest.mark.parametrize(("pattern", "text", "flags", "expected"), CASES)
def test_a_pattern_is_found_or_not(pattern: str, text: str, flags: str, expected: object) -> None:
    assert value("matches(t, p, f)", {"t": text, "p": pattern, "f": flags}) is expected


def test_a_pattern_that_matches_nothing_at_all_replaces_nothing() -> None:
    assert value('replace("abc", "x*", "-")') is None
    assert value('split("abc", "x*")') is None


def test_the_replacement_may_name_groups() -> None:
    assert value('replace("abc", "(a)(b)?(x)?", "<$1|$2|$3>")') == "<a|b|>c"
    assert value('replace("a", "a", p)', {"p": "\\\\x"}) == "\\x"
    assert value('replace("a", "a", p)', {"p": "\\x"}) is None
