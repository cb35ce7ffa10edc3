"""The whole system in a test: processes of its own, a browser, and the ORM beside it."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page

from config.embedded import children
from tests.fixtures.site import LiveSite

pytestmark = pytest.mark.browser


def health(site: LiveSite) -> dict[str, Any]:
    with urllib.request.urlopen(f"{site.url}/healthz", timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
        return found["parts"]


def test_every_part_of_the_site_comes_up(live_site: LiveSite) -> None:
    wanted = ["database", "redis", "worker", "handlers"]
    assert children.wait_until(lambda: all(health(live_site)[name]["up"] for name in wanted), 30), health(live_site)


def test_a_killed_web_server_comes_back_at_the_same_address(live_site: LiveSite) -> None:
    live_site.kill_web()
    live_site.start_web()
    assert health(live_site)["database"]["up"]


@pytest.mark.parametrize("visit", [1, 2])
def test_a_browser_and_the_orm_work_side_by_side_on_a_fresh_database(page: Page, visit: int) -> None:
    assert Session.objects.count() == 0, f"visit {visit} finds what another left"
    Session.objects.create(session_key="left-behind", session_data="", expire_date="2030-01-01T00:00:00Z")
    page.goto("/healthz")
    assert "database" in page.content()
    assert Session.objects.count() == 1


def test_axe_finds_what_is_wrong(page: Page, axe: Callable[..., list[dict[str, Any]]]) -> None:
    page.set_content('<html lang="ko"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
    assert [violation["rule"] for violation in axe(page)] == ["image-alt"]
    page.set_content('<html lang="ko"><title>x</title><main><h1>x</h1></main></html>')
    assert axe(page) == []
