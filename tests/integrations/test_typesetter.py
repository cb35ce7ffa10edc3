import io

import pytest
from pypdf import PdfReader

from integrations.documents import sniff, typesetter

APPROVED = {
    "case_number": "SA-2026-000123",
    "document_id": "3f2a-77",
    "name": "한가람",
    "company": "가상상회",
    "result": "APPROVED",
    "result_text": "승인",
    "support_type_text": "제1유형 업무보조형",
    "minutes_day": 240,
    "minutes_week": 1230,
    "concurrency": 2,
    "start_date": "2026-04-01",
    "end_date": "2026-12-31",
    "reason": "직무평가 결과 #strong[부수업무]의 도움이 필요함",
    "decided_date": "2026-03-20",
    "branch_name": "서울가상지사",
    "branch_phone": "02-0000-0000",
}


def read(data):
    return PdfReader(io.BytesIO(typesetter.pdf("decision_notice", data)))


def words(reader):
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_the_approval_says_what_is_granted_in_korean():
    text = words(read(APPROVED))
    for line in (
        "근로지원인 서비스 결정 통지서",
        "한가람 님께",
        "접수번호 SA-2026-000123",
        "제1유형 업무보조형",
        "하루 지원시간 4시간",
        "주 지원시간 20시간 30분",
        "1:2까지 가능",
        "2026-04-01부터 2026-12-31까지",
        "60일 안에 이의를 신청",
        "10일 안에 결과를 알려",
        "서울가상지사",
        "문서 번호 3f2a-77",
        "2026-03-20",
    ):
        assert line in text, text


@pytest.mark.parametrize(("result", "word"), [("REFUSED", "불승인"), ("RETURNED", "반려")])
def test_a_notice_without_support_grants_nothing_and_gives_the_reason(result, word):
    text = words(read({"case_number": "SA-2026-000124", "name": "한가람", "result": result, "reason": "요건 부족"}))
    assert f"결정 {word}" in text
    assert "요건 부족" in text
    assert "지원유형" not in text


def test_data_are_never_markup():
    assert "#strong[부수업무]의 도움" in words(read(APPROVED))


def test_the_notice_is_tagged_speaks_korean_and_claims_pdf_ua():
    root = read(APPROVED).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert str(root["/Lang"]).lower().startswith("ko")
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part>1<" in metadata
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_headings_and_the_table_are_in_the_structure_tree():
    found = set()

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            found.add(str(element.get("/S")))
            if "/K" in element:
                walk(element["/K"])

    walk(read(APPROVED).trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P"} <= found


def test_what_we_set_passes_our_own_gate():
    made = typesetter.pdf("decision_notice", APPROVED)
    assert sniff.check("notice.pdf", made) == made


@pytest.mark.parametrize("name", ["../secrets", "nothing", ""])
def test_only_templates_that_exist_are_set(name):
    with pytest.raises(typesetter.TemplateMissing):
        typesetter.pdf(name, {})


def test_data_that_cannot_be_set_say_where():
    with pytest.raises(typesetter.TypesettingFailed, match="decision_notice"):
        typesetter.pdf("decision_notice", APPROVED | {"minutes_day": "many"})
