"""The committed OpenAPI description is what the code says, and everybody may read it."""

import json

from django.test import Client

from tests.webui.api import describing
from webui.api import description, urls


def test_the_committed_description_is_not_stale():
    assert description.FILE.read_text() == describing.text(), "run: python -m tests.webui.api.describing"


def test_the_description_is_served_to_everybody(client: Client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.content == description.FILE.read_bytes()


def test_every_address_is_described_and_asks_for_a_token():
    document = json.loads(description.FILE.read_text())
    routes = {f"/api/v1/{pattern.pattern}".replace("<uuid:item_id>", "{item_id}") for pattern in urls.urlpatterns}
    assert set(document["paths"]) == routes - {"/api/v1/openapi.json"}
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert all(one["security"] == [{"token": []}] for one in operations)
    assert all({"401", "403", "429"} <= set(one["responses"]) for one in operations)
