"""Reference data as files: provinces, public holidays, rates; `load` puts what is missing into the tables."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Lookup = Callable[[str], Any]


def load(model: Lookup) -> dict[str, int]:
    """Add missing rows and leave those that are there as they are (an office may have corrected them).

    Args:
        model: gives the model class of a name; migrations hand in historical models.

    Returns:
        How many rows were added, by table.
    """
    return {
        "regions": _add(model("Region"), ("code",), _regions()),
        "holidays": _add(model("Holiday"), ("day_date",), _holidays()),
        "rates": _add(model("Rate"), ("name", "since_date"), _rates()),
    }


def _add(table: Any, key: tuple[str, ...], rows: Iterator[dict[str, Any]]) -> int:  # noqa: ANN401 historical models have no type
    there = set(table.objects.values_list(*key))
    new = [table(**row) for row in rows if tuple(row[name] for name in key) not in there]
    table.objects.bulk_create(new)
    return len(new)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _regions() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(_rows("regions.csv"), 1):
        yield {**row, "position": position}


def _holidays() -> Iterator[dict[str, Any]]:
    for row in _rows("holidays.csv"):
        yield {
            "day_date": date.fromisoformat(row["day"]),
            "name_ko": row["name_ko"],
            "name_en": row["name_en"],
            "substitute": row["substitute"] == "yes",
        }


def _rates() -> Iterator[dict[str, Any]]:
    for row in _rows("rates.csv"):
        yield {
            "name": row["name"],
            "value": Decimal(row["value"]),
            "unit": row["unit"],
            "since_date": date.fromisoformat(row["since"]),
            "until_date": date.fromisoformat(row["until"]) if row["until"] else None,
            "source": row["source"],
        }
