"""Facts in sentences: particles that fit, dates and minutes written out."""

import pytest

from records import wording


@pytest.mark.parametrize(
    ("open_", "settled"),
    [
        ("서울해오름지사이(가) 신청을 접수했습니다.", "서울해오름지사가 신청을 접수했습니다."),
        ("푸른별물산이(가) 동의했습니다.", "푸른별물산이 동의했습니다."),
        ("‘결재’을(를) 다시 합니다.", "‘결재’를 다시 합니다."),
        ("‘평가 결과 확정’을(를) 했습니다.", "‘평가 결과 확정’을 했습니다."),
        ("〈물리침〉(으)로 이었습니다.", "〈물리침〉으로 이었습니다."),
        ("〈방문할 날〉(으)로 이었습니다.", "〈방문할 날〉로 이었습니다."),
        ("7(으)로 바꾸었습니다. 3(으)로 바꾸었습니다.", "7로 바꾸었습니다. 3으로 바꾸었습니다."),
        ("종이 서명을(를) 골랐습니다.", "종이 서명을 골랐습니다."),
        ("review_intake을(를) 다시 합니다.", "review_intake을(를) 다시 합니다."),
        ("곁 본부은(는) 다시 살핍니다.", "곁 본부는 다시 살핍니다."),
    ],
)
def test_a_particle_fits_the_word_before_it(open_, settled):
    assert wording.settled(open_) == settled


@pytest.mark.parametrize(
    ("template", "text", "ko", "en"),
    [
        ("{x:date}", "2026-12-05", "2026년 12월 5일", "5 December 2026"),
        ("{x:moment}", "2026-12-05 00:30", "2026년 12월 5일 오전 12:30", "5 December 2026, 00:30"),
        ("{x:moment}", "2026-12-05 14:00", "2026년 12월 5일 오후 2:00", "5 December 2026, 14:00"),
        ("{x:minutes}", "40", "40분", "40 minutes"),
        ("{x:minutes}", "90", "90분(1시간 30분)", "90 minutes (1 h 30 min)"),
        ("{x:minutes}", "1200", "1,200분(20시간)", "1,200 minutes (20 h)"),
        ("{x:date}", "", "", ""),
        ("{x}", "그대로", "그대로", "그대로"),
    ],
)
def test_an_argument_is_written_out_in_the_readers_language(template, text, ko, en):
    assert template.format_map(wording.words({"x": text}, "ko")) == ko
    assert template.format_map(wording.words({"x": text}, "en")) == en
