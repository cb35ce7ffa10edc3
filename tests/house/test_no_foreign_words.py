"""Nothing of somebody's machine, nothing half-done and nothing that is not ours gets into the repository."""

import re

from tests.house.source import tracked, where

#: Written in pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org", "proxy." + "golang"]
FOLDERS = [*("/wo" + "rk/" + name for name in ("main", "shared", "notes")), "/ro" + "ot/", "/ho" + "me/", "/op" + "t/"]
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + r"XX|HA" + r"CK)\b|^<{7} |^>{7} ", re.MULTILINE)
KINDS = {".bin", ".png", ".jpg", ".jpeg", ".pdf", ".mo", ".woff2", ".ico", ".gz", ".zst", ".lock"}
#: 500 kB: a file that large was not written by a person.
LARGEST = 500_000


def texts() -> list[tuple[str, str]]:
    return [(where(path), path.read_text(errors="replace")) for path in tracked() if path.suffix not in KINDS]


def test_there_are_texts_to_look_at() -> None:
    assert len(texts()) > 50


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    found = [f"{name}: {word}" for name, text in texts() for word in [*HOSTS, *FOLDERS] if word in text]
    assert not found, "\n".join(found)


def test_nothing_is_left_half_done() -> None:
    found = [f"{name}: {match.group()}" for name, text in texts() for match in UNFINISHED.finditer(text)]
    assert not found, "\n".join(found)


def test_nothing_built_or_third_party_is_committed() -> None:
    names = [where(path) for path in tracked()]
    built = [name for name in names if "node_modules/" in name or "static/build/" in name or name.startswith(".var")]
    assert not built, "\n".join(built)
    wrong = [where(path) for path in tracked() if path.stat().st_size > LARGEST]
    assert not wrong, str(wrong)
