"""Files that come with forms: believed by their bytes, kept with a refused form, never forged, never lost."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfWriter

from engine import queries as engine
from integrations.documents import storage
from records.documents import operations as documents
from records.documents.models import Document
from tasks import drafts, queries, uploads
from tasks.completion import FormRejected
from tasks.forms.answers import FileValue
from tasks.uploads import Uploaded
from tests.tasks.forms.building import NOW


def pdf():
    """A real page, as small as can be."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=100, height=100)
    writer.write(content)
    return content.getvalue()


PDF = pdf()


def paper(name="증명.pdf", content=PDF):
    return {"paper": [Uploaded(name, content, "application/pdf")]}


def held(world, item, who=None):
    return drafts.load(drafts.item_subject(item.pk), (who or world.clerk).pk).files.get("paper", ())


def rejected(world, item, files=None, **posted):
    with pytest.raises(FormRejected) as refused:
        world.complete(item, world.clerk, files=files, **posted)
    return refused.value


def test_a_file_goes_with_its_form_encrypted_and_tied_to_the_case(world):
    facts = world.start()
    world.complete(world.item(facts), world.clerk, files=paper(), outcome="accept")
    (value,) = engine.instance(facts.id).variables["paper"]
    document = Document.objects.get(pk=value["id"])
    assert (document.attached, document.instance_id, document.name) == (True, facts.id, "증명.pdf")
    assert set(value) == {"id", "name", "digest", "size", "contentType"}
    assert storage.open(document.storage_key) == PDF
    assert b"%PDF" not in storage._path(document.storage_key).read_bytes()


def test_a_file_sent_with_a_refused_form_stays_attached(world):
    facts = world.start()
    item = world.item(facts)
    refusal = rejected(world, item, files=paper(), outcome="")
    assert [error.name for error in refusal.result.errors] == ["outcome"]
    (file,) = held(world, item)
    assert Document.objects.get(pk=file.id).attached
    assert documents.sweep_orphans(NOW + timedelta(days=3)) == []
    world.complete(item, world.clerk, outcome="accept")
    assert engine.instance(facts.id).variables["paper"][0]["id"] == file.id


def test_a_file_can_be_taken_off_and_is_then_swept(world):
    item = world.item(world.start())
    rejected(world, item, files=paper(), outcome="")
    (file,) = held(world, item)
    pressed = rejected(world, item, outcome="accept", detach=f"paper:{file.id}")
    assert pressed.action == "detach"
    assert held(world, item) == ()
    assert len(documents.sweep_orphans(NOW + timedelta(days=3))) == 1


def test_a_draft_that_is_thrown_away_lets_its_files_go(world):
    item = world.item(world.start())
    rejected(world, item, files=paper(), outcome="")
    assert drafts.sweep(NOW + timedelta(days=89)) == 0
    assert drafts.sweep(NOW + timedelta(days=91)) == 1
    assert len(documents.sweep_orphans(NOW + timedelta(days=91))) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("큰.pdf", PDF + b"0" * (11 * 1024 * 1024), "10MB"),
        ("빈.pdf", b"", "빈 파일"),
        ("그림.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "받을 수 없습니다"),
        ("실행.pdf", b"MZ" + b"0" * 100, "받을 수 없습니다"),
        ("페이지.html", b"<html><script>", "받을 수 없습니다"),
        ("증명.exe", PDF, "확장자"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_a_sentence(world, name, content, words):
    item = world.item(world.start())
    refusal = rejected(world, item, files=paper(name, content), outcome="accept")
    (error,) = refusal.result.errors
    assert error.name == "paper"
    assert words in error.message
    assert name in error.message
    assert not Document.objects.exists()
    item.refresh_from_db()
    assert item.state == "open"


def test_a_forged_file_id_brings_nothing_in(world):
    first = world.start()
    world.complete(world.item(first), world.clerk, files=paper(), outcome="accept")
    secret = engine.instance(first.id).variables["paper"][0]["id"]
    second = world.start()
    world.complete(world.item(second), world.clerk, outcome="accept", paper=secret, **{"paper[0]": secret})
    assert engine.instance(second.id).variables["paper"] == []


def test_a_file_under_a_name_the_form_does_not_have_is_not_even_stored(world):
    files = {"other": [Uploaded("a.pdf", PDF)], "outcome": [Uploaded("a.pdf", PDF)]}
    world.complete(world.item(world.start()), world.clerk, files=files, outcome="accept")
    assert not Document.objects.exists()


def test_the_people_of_the_case_may_read_its_documents_and_others_may_not(world):
    facts = world.start()
    world.complete(world.item(facts), world.clerk, files=paper(), outcome="accept")
    document_id = UUID(engine.instance(facts.id).variables["paper"][0]["id"])
    may = {
        name: queries.may_read_document(document_id, world.viewer(getattr(world, name)))
        for name in ("worker", "guardian", "clerk", "manager", "supervisor", "stranger", "link")
    }
    assert may == {
        "worker": True,
        "guardian": True,
        "clerk": True,
        "manager": True,
        "supervisor": True,
        "stranger": False,
        "link": False,
    }


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("a.pdf", "a.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("C:\\글\\a.pdf", "a.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_files_name_is_only_a_name(given, clean):
    assert uploads.clean_name(given) == clean


def test_a_file_value_has_the_names_of_variables():
    value = FileValue(id="1", name="a", digest="d", size=2, content_type="c").variable()
    assert value == {"id": "1", "name": "a", "digest": "d", "size": 2, "contentType": "c"}
