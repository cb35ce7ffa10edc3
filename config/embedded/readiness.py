"""Asking a running site how it is."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from config.embedded import steps

START_SECONDS = 90


def health(address: str) -> dict[str, Any]:
    """What `/healthz` says; empty while nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 (our own address)
            found: dict[str, Any] = json.load(answer)
            return found
    except urllib.error.HTTPError as answer:
        return {"status": f"answers with {answer.code}"}
    except (OSError, ValueError):
        return {}


def wait_for_site(address: str, meanwhile: Callable[[], None]) -> None:
    """Wait until everything is up; `meanwhile` is called in between.

    Raises:
        StepFailed: after 90 seconds something is still down.
    """
    end = time.monotonic() + START_SECONDS
    while health(address).get("status") != "ok":
        if time.monotonic() > end:
            raise steps.StepFailed(f"The site is not up after {START_SECONDS} s: {health(address)}; logs in .var/log/")
        meanwhile()
        time.sleep(0.25)
