"""What a condition and a decision table cost: ours beside plain Python, feelin under node, and pySFeel.

All contenders are measured in turns in one run, in processor time; each figure is the best of its rounds in
nanoseconds, and the ratios are what counts. feelin and pySFeel are installed into a temporary folder and left out,
with the reason, where that is not possible.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from engine import dmn, feel

CONDITION = "age >= 18 and hours < 480"
CONTEXT = {"age": Decimal(34), "hours": Decimal(120)}
ENVIRONMENT = feel.Environment(now=datetime(2026, 3, 2, tzinfo=UTC))
ROUNDS = 15
INPUTS = ("region", "kind", "hours", "limit", "grade")

NODE = """
const { evaluate } = require('feelin');
const context = { age: 34, hours: 120 };
const text = process.argv[1];
for (let i = 0; i < 2000; i++) evaluate(text, context);
const begin = process.hrtime.bigint();
for (let i = 0; i < 5000; i++) evaluate(text, context);
console.log(Number(process.hrtime.bigint() - begin) / 5000);
"""
PYSFEEL = """
import sys, time
sys.path.insert(0, sys.argv[1])
import pySFeel
parser = pySFeel.SFeelParser()
parser.sFeelParse("age <- 34")
parser.sFeelParse("hours <- 120")
begin = time.process_time()
for _ in range(50):
    parser.sFeelParse(sys.argv[2])
print((time.process_time() - begin) / 50 * 1e9)
"""


def main(arguments: list[str]) -> dict[str, object]:
    """Measure all and give the figures; ``quick`` as an argument leaves the foreign packages out."""
    condition = interleaved(_conditions(), 20_000)
    table = interleaved(_tables(), 2_000)
    figures: dict[str, object] = {
        "condition_ns": condition,
        "condition_ratio": round(condition["ours"] / condition["lambda"], 2),
        "condition_ratio_with_int": round(condition["ours_int"] / condition["lambda_int"], 2),
        "table_1000x5_ns": table,
        "table_ratio": round(table["ours"] / table["look_up"], 2),
    }
    if "quick" not in arguments:
        figures |= {"feelin_ns": feelin(), "pysfeel_ns": pysfeel()}
    return figures


def interleaved(contenders: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Measure the contenders in turns; the best round of each, in nanoseconds a call."""
    best = dict.fromkeys(contenders, float("inf"))
    for _round in range(ROUNDS):
        for name, call in contenders.items():
            begin = time.process_time_ns()
            for _time in range(times):
                call()
            best[name] = min(best[name], (time.process_time_ns() - begin) / times)
    return {name: round(value, 1) for name, value in best.items()}


def _conditions() -> dict[str, Callable[[], object]]:
    compiled = feel.compile(CONDITION)
    whole = {"age": 34, "hours": 120}

    def plain(context: dict[str, object]) -> object:
        return context["age"] >= 18 and context["hours"] < 480

    return {
        "lambda": lambda: plain(CONTEXT),
        "ours": lambda: compiled.evaluate(CONTEXT, ENVIRONMENT),
        "lambda_int": lambda: plain(whole),
        "ours_int": lambda: compiled.evaluate(whole, ENVIRONMENT),
    }


def _tables() -> dict[str, Callable[[], object]]:
    model = dmn.parse(table_model())
    inputs = {"region": "R7", "kind": "T3", "hours": Decimal(50), "limit": Decimal(100), "grade": Decimal(20)}
    rules = {
        (f"R{number % 50}", f"T{number // 50}"): (number, 0, 100 + number % 7, 500 + number % 5, number % 3)
        for number in range(1000)
    }

    def look_up() -> object:
        number, low, high, limit, grade = rules[(inputs["region"], inputs["kind"])]
        fits = low <= inputs["hours"] and inputs["hours"] <= high and inputs["limit"] < limit
        return number if fits and inputs["grade"] >= grade and inputs["grade"] >= 0 else None

    decided = dmn.evaluate(model, "price", inputs, ENVIRONMENT).value
    if decided != look_up():
        raise AssertionError("the two contenders do not agree")
    return {"look_up": look_up, "ours": lambda: dmn.evaluate(model, "price", inputs, ENVIRONMENT)}


def table_model() -> bytes:
    """Give a model with one table of 1,000 rules and 5 inputs, two of them equal to a text and three in a range."""
    ids = [f'<inputData id="i_{name}" name="{name}"><variable name="{name}"/></inputData>' for name in INPUTS]
    needs = [f'<informationRequirement><requiredInput href="#i_{name}"/></informationRequirement>' for name in INPUTS]
    columns = [f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in INPUTS]
    rules = "".join(_rule(number) for number in range(1000))
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="bench" name="bench">'
        f'{"".join(ids)}<decision id="price" name="price"><variable name="price"/>{"".join(needs)}'
        f'<decisionTable id="table" hitPolicy="UNIQUE">{"".join(columns)}<output/>{rules}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def _rule(number: int) -> str:
    cells = (
        *(f'"R{number % 50}"', f'"T{number // 50}"', f"[0..{100 + number % 7}]"),
        *(f"&lt; {500 + number % 5}", f"&gt;= {number % 3}"),
    )
    tests = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
    return f"<rule>{tests}<outputEntry><text>{number}</text></outputEntry></rule>"


def feelin() -> float | str:
    """Measure feelin (JavaScript) on the condition; it reads the text anew each time, as its interface is."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "no node here"
    with tempfile.TemporaryDirectory() as folder:
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "feelin"]
        return _foreign(install, ["node", "-e", NODE, CONDITION], Path(folder))


def pysfeel() -> float | str:
    """Measure pySFeel (Python) on the condition; it reads the text anew each time, too."""
    with tempfile.TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--target", folder, "pySFeel"]
        return _foreign(install, [sys.executable, "-c", PYSFEEL, folder, CONDITION], Path(folder))


def _foreign(install: list[str], run: list[str], folder: Path) -> float | str:
    for command in (install, run):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            return f"{command[0]}: {(done.stderr or done.stdout).strip()[-300:]}"
    return round(float(done.stdout.strip().splitlines()[-1]), 1)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:]), indent=2))
