"""Every Korean text of the pages has its English, the compiled catalogue is not stale, and facts stay in both."""

import ast
import re
import struct
from pathlib import Path

from config.embedded.places import BASE_DIR

FOLDER = BASE_DIR / "locale" / "en" / "LC_MESSAGES"
HANGUL = re.compile(r"[가-힣]")
PLACE = re.compile(r"%\((\w+)\)[sd]")
TEXT = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.M)
#: Texts that are Korean in English too: the name of the language itself.
SAME = {"한국어"}


def entries() -> list[dict[str, str]]:
    """The catalogue's entries, keyword to text."""
    source = (FOLDER / "django.po").read_text(encoding="utf-8")
    found = []
    for block in source.split("\n\n"):
        entry = {
            keyword: "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))
            for keyword, lines in TEXT.findall(block)
        }
        if entry.get("msgid"):
            found.append(entry)
    return found


def test_every_text_has_its_english():
    silent = [
        entry["msgid"]
        for entry in entries()
        if not all(text for keyword, text in entry.items() if keyword.startswith("msgstr"))
    ]
    assert silent == []


def test_no_korean_is_left_in_the_english():
    left = [
        entry["msgid"]
        for entry in entries()
        if entry["msgid"] not in SAME
        and any(HANGUL.search(text) for keyword, text in entry.items() if keyword.startswith("msgstr"))
    ]
    assert left == []


def test_facts_stand_in_both_languages():
    broken = [
        entry["msgid"]
        for entry in entries()
        for keyword, text in entry.items()
        if keyword.startswith("msgstr") and set(PLACE.findall(text)) != set(PLACE.findall(entry["msgid"]))
    ]
    assert broken == []


def test_every_korean_text_in_the_templates_can_be_translated():
    """A text outside of `translate` would stay Korean for English readers; the page for a broken server has both."""
    known = {entry["msgid"] for entry in entries()}
    tag = re.compile(r"""\{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
    missing = []
    for path in (BASE_DIR / "webui" / "templates").rglob("*.html"):
        missing += [
            f"{path.name}: {a or b}" for a, b in tag.findall(path.read_text(encoding="utf-8")) if (a or b) not in known
        ]
    assert missing == []


def test_every_korean_text_in_the_pages_code_can_be_translated():
    known = {entry["msgid"] for entry in entries()}
    missing = [
        f"{path.relative_to(BASE_DIR)}: {text}"
        for path in (BASE_DIR / "webui").rglob("*.py")
        for text in marked(ast.parse(path.read_text(encoding="utf-8")))
        if text not in known
    ]
    assert missing == []


def marked(tree: ast.AST) -> list[str]:
    """The first arguments of calls of gettext, whatever it was imported as."""
    names = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    first = [call.args[0] for call in calls if call.func.id in names and call.args]
    return [one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_templates_have_no_bare_korean():
    bare = []
    for path in (BASE_DIR / "webui" / "templates").rglob("*.html"):
        if path.name == "500.html":
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", "", text, flags=re.S)
        text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)
        text = re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S)
        bare += [f"{path.name}: {line.strip()[:60]}" for line in text.splitlines() if HANGUL.search(line)]
    assert bare == ['header.html: <button class="tool" name="language" value="ko" lang="ko">한국어</button>'[:73]]


def test_the_compiled_catalogue_is_not_stale():
    compiled = read_compiled(FOLDER / "django.mo")
    for entry in entries():
        key = entry["msgid"] + ("\0" + entry["msgid_plural"] if "msgid_plural" in entry else "")
        texts = [text for keyword, text in sorted(entry.items()) if keyword.startswith("msgstr")]
        assert compiled.get(key) == "\0".join(texts), entry["msgid"]


def read_compiled(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    _magic, _revision, count, originals, translations = struct.unpack("<5I", data[:20])
    found = {}
    for number in range(count):
        length, start = struct.unpack("<2I", data[originals + 8 * number : originals + 8 * number + 8])
        text_length, text_start = struct.unpack("<2I", data[translations + 8 * number : translations + 8 * number + 8])
        found[data[start : start + length].decode()] = data[text_start : text_start + text_length].decode()
    return found
