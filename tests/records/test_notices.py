from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from integrations.documents import storage
from integrations.messages.models import FakeMessage
from processes import jobs
from records.documents import operations as documents
from records.models import Document, Notice
from records.notices import operations, queries
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def post(who=None, **facts):
    given = {
        "kind": "decided",
        "title_ko": "결정되었습니다",
        "title_en": "Decided",
        "body_ko": "통지서를 보세요.",
        "body_en": "See the notice.",
        "address_path": "/cases/1/",
        "person_id": (who or factories.person()).pk,
    }
    return operations.post(notice=operations.NewNotice(**(given | facts)), now=NOW)


def test_a_notice_is_unread_until_its_own_reader_marks_it():
    who = factories.person()
    notice = post(who)
    assert queries.unread_count(who.pk) == 1
    assert not operations.mark_read(notice_id=notice.pk, person_id=factories.person().pk, now=NOW)
    assert operations.mark_read(notice_id=notice.pk, person_id=who.pk, now=NOW)
    assert queries.unread_count(who.pk) == 0
    assert queries.of(who.pk) == [notice]


def test_the_same_key_is_posted_once():
    who = factories.person()
    assert post(who, dedup_key="a:1") == post(who, dedup_key="a:1")
    post(who)
    post(who)
    assert Notice.objects.count() == 3


def test_a_notice_is_to_somebody():
    with pytest.raises(IntegrityError), transaction.atomic():
        post(person_id=None)


def test_what_waits_is_sent_once_in_the_readers_language():
    post(sms="waiting", mail="waiting")
    post(factories.person(preferred_language="en"), sms="waiting")
    post()
    assert jobs.deliver(NOW) == 3
    assert jobs.deliver(NOW + timedelta(hours=1)) == 0
    texts = sorted(FakeMessage.objects.filter(channel="sms").values_list("text", flat=True))
    assert texts[0].startswith("[Gyeot] Decided http")
    assert texts[1].startswith("[곁] 결정되었습니다 http")
    mail = FakeMessage.objects.get(channel="mail")
    assert mail.subject == "결정되었습니다"
    assert "통지서를 보세요." in mail.text


def test_a_failing_delivery_is_tried_later_each_time_and_given_up_at_last():
    notice = post(factories.person(mobile="none"), sms="waiting")
    now, waits = NOW, []
    for _ in range(operations.MAX_TRIES):
        assert jobs.deliver(now) == 0
        notice.refresh_from_db()
        waits.append(notice.next_try_at - now)
        now = notice.next_try_at
    assert waits[0] < waits[1] < waits[2]
    assert notice.sms_state == "failed"
    assert queries.failed() == [notice]
    assert jobs.deliver(now + timedelta(days=1)) == 0


def test_two_senders_never_hold_the_same_notice():
    post(sms="waiting")
    assert len(operations.claim_deliveries(now=NOW)) == 1
    assert operations.claim_deliveries(now=NOW) == []
    assert len(operations.claim_deliveries(now=NOW + operations.LEASE)) == 1


def test_the_sweep_erases_orphans_and_bytes_nobody_names_and_nothing_else(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    orphan, kept, stray = (storage.put(name, content_type="application/pdf") for name in (b"a", b"b", b"c"))
    for stored, attached in ((orphan, False), (kept, True)):
        facts = documents.Stored(
            name="가.pdf", content_type="application/pdf", size=1, digest=stored.digest, storage_key=stored.key
        )
        documents.register(stored=facts, by=factories.doer(), now=NOW, attached=attached)
    Document.objects.update(created_at=NOW - timedelta(days=3))
    assert jobs.sweep(NOW, real_now=NOW) == 1
    assert storage.open(stray.key) == b"c"
    assert jobs.sweep(NOW, real_now=NOW + timedelta(days=20_000)) == 1
    assert storage.open(kept.key) == b"b"
    for key in (orphan.key, stray.key):
        with pytest.raises(storage.FileMissing):
            storage.open(key)
