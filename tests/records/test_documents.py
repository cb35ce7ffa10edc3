from datetime import timedelta
from uuid import uuid4

import pytest

from records.documents import operations, queries
from records.models import Document
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def register(by=None, **facts):
    stored = operations.Stored(
        name="가.pdf", content_type="application/pdf", size=3, digest="0" * 64, storage_key=uuid4().hex
    )
    return operations.register(stored=stored, by=by or factories.doer(), now=NOW, **facts)


def test_an_upload_that_no_form_carried_is_swept_after_a_day():
    orphan, fresh, kept = register(), register(), register()
    instance_id = uuid4()
    Document.objects.filter(pk=fresh.pk).update(created_at=NOW + timedelta(hours=2))
    assert operations.attach(document_ids=[kept.pk], instance_id=instance_id) == 1
    assert operations.sweep_orphans(NOW + timedelta(hours=25)) == [orphan.storage_key]
    assert set(Document.objects.all()) == {fresh, kept}
    assert queries.of_instance(instance_id) == [kept]


def test_only_ones_own_loose_upload_can_be_taken_back():
    mine = factories.doer()
    document = register(mine)
    assert operations.detach(document_id=document.pk, by=factories.doer()) is None
    assert operations.detach(document_id=document.pk, by=mine) == document.storage_key
    attached = register(mine, attached=True)
    assert operations.detach(document_id=attached.pk, by=mine) is None


def test_its_author_the_person_acted_for_and_named_groups_may_read():
    guardian, ward, clerk = uuid4(), uuid4(), f"org:{uuid4()}:branch"
    by = factories.RecordedDoer(kind="person", id=guardian, on_behalf_of=ward)
    document = register(by)
    operations.let_read(document_id=document.pk, groups=[clerk, clerk])
    assert queries.may_read(document.pk, {f"person:{guardian}"})
    assert queries.may_read(document.pk, {f"person:{ward}", "role:x"})
    assert queries.may_read(document.pk, [clerk])
    assert not queries.may_read(document.pk, {f"person:{uuid4()}"})
    assert not queries.may_read(document.pk, set())
    assert not queries.may_read(uuid4(), {clerk})
