import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from integrations.documents import picture, refusals, sniff, typesetter
from integrations.documents.refusals import FileRefused


def jpeg(size=(40, 30), exif=None):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()


def png():
    out = io.BytesIO()
    Image.new("RGBA", (9, 9)).save(out, "PNG")
    return out.getvalue()


def pdf():
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def packed(*entries, first=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first)
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


XLSX = packed(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>"))
DOCX = packed(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"))
HWPX = packed(("Contents/section0.xml", "<x/>"), first="application/hwp+zip")
HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"HWP Document File" + b"\0" * 500


def reason(name, content, allowed=tuple(sniff.ENDINGS)):
    with pytest.raises(FileRefused) as refusal:
        sniff.check(name, content, allowed)
    assert refusal.value.reason in refusals.REASONS
    return refusal.value.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("가.pdf", pdf(), sniff.PDF),
        ("가.PNG", png(), sniff.PNG),
        ("가.jpeg", jpeg(), sniff.JPEG),
        ("가.hwp", HWP, sniff.HWP),
        ("가.hwpx", HWPX, sniff.HWPX),
        ("가.xlsx", XLSX, sniff.XLSX),
        ("가.docx", DOCX, sniff.DOCX),
    ],
)
def test_what_may_come_in_is_told_by_its_bytes(name, content, kind):
    assert sniff.content_type(content) == kind
    assert sniff.check(name, content)
    assert sniff.check(name, content, [kind])
    assert sniff.check(name, content, [sniff.ENDINGS[kind][0]])


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\0",
        b"GIF89a",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Word.Document",
        packed(("a.txt", "x")),
        packed(("a", "x"), first="application/epub+zip"),
        b"PK\x03\x04broken",
    ],
)
def test_anything_else_is_refused_whatever_its_name(content):
    assert sniff.content_type(content) is None
    assert reason("a.pdf", content) == "wrong_type"


def test_the_ending_must_fit_and_the_purpose_must_allow_it():
    assert reason("picture.png", pdf()) == "name_and_content_differ"
    assert reason("a.pdf", pdf(), [".png", ".jpg"]) == "wrong_type"


def test_more_than_ten_megabytes_and_nothing_are_refused():
    assert reason("a.pdf", b"%PDF-" + b"0" * sniff.MAX_BYTES) == "too_large"
    assert reason("a.pdf", b"") == "empty"


def test_a_photo_loses_its_place_and_what_hides_behind_it():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    kept = sniff.check("a.jpg", jpeg(exif=exif) + b"<?php hidden ?>")
    assert b"SecretCamera" not in kept
    assert b"hidden" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.size == (30, 40)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(picture, "MAX_PIXELS", 1_000)
    assert reason("a.jpg", jpeg()) == "picture_too_large"


@pytest.mark.parametrize("content", [jpeg()[:60], b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"%PDF-1.7 nothing"])
def test_a_damaged_file_is_refused(content):
    endings = {"image/jpeg": "a.jpg", "image/png": "a.png", "application/pdf": "a.pdf"}
    assert reason(endings[sniff.content_type(content)], content) == "damaged"


def written(change):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting(writer, kind):
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: acting(writer, "/JavaScript"),
        lambda writer: writer.add_attachment("x.exe", b"MZ"),
        lambda writer: acting(writer, "/Launch"),
    ],
)
def test_a_pdf_that_runs_opens_or_carries_things_is_refused(change):
    assert reason("a.pdf", written(change)) == "active_content"


def test_a_pdf_with_a_password_is_refused():
    assert reason("a.pdf", written(lambda writer: writer.encrypt("secret", algorithm="AES-256"))) == "encrypted"


def test_a_zip_bomb_is_refused():
    bomb = packed(("[Content_Types].xml", "x"), ("xl/workbook.xml", "x"), ("xl/big", b"0" * 3_000_000))
    assert reason("a.xlsx", bomb) == "zip_too_large"


def test_a_workbook_with_macros_or_a_way_out_is_refused():
    base = [("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")]
    assert reason("a.xlsx", packed(*base, ("xl/vbaProject.bin", "x"))) == "active_content"
    assert reason("a.xlsx", packed(*base, ("../../etc/passwd", "x"))) == "zip_unsafe"


def test_a_clean_pdf_is_kept_byte_for_byte():
    made = typesetter.pdf("certificate", {"title": "확인서", "lines": [["성명", "한가람"]], "sentence": "확인합니다."})
    assert sniff.check("a.pdf", made) == made
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
