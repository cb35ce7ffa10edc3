"""The demo's organisations: headquarters, 22 branch offices over 17 provinces, agencies, institutes, companies."""

from collections.abc import Iterator
from datetime import date

from processes.demo import names
from processes.demo.names import business_number, identity
from records.models import Organisation, Workplace
from records.organisations.models import OrganisationKind

SINCE = date(2024, 1, 2)
BRANCHES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("seoul", "서울해오름지사", "Seoul Haeoreum branch", ()),
    ("seoul", "서울달빛지사", "Seoul Dalbit branch", ("강남구", "서초구", "송파구")),
    ("seoul", "서울한울지사", "Seoul Hanul branch", ("마포구", "은평구", "강서구")),
    ("busan", "부산물결지사", "Busan Mulgyeol branch", ()),
    ("busan", "부산갈매지사", "Busan Galmae branch", ("해운대구", "기장군")),
    ("daegu", "대구솔숲지사", "Daegu Solsup branch", ()),
    ("incheon", "인천나루지사", "Incheon Naru branch", ()),
    ("gwangju", "광주빛고을지사", "Gwangju Bitgoeul branch", ()),
    ("daejeon", "대전한밭지사", "Daejeon Hanbat branch", ()),
    ("ulsan", "울산고래지사", "Ulsan Gorae branch", ()),
    ("sejong", "세종새뜸지사", "Sejong Saetteum branch", ()),
    ("gyeonggi", "경기너른들지사", "Gyeonggi Neoreundeul branch", ()),
    ("gyeonggi", "경기북두지사", "Gyeonggi Bukdu branch", ("고양시", "파주시", "의정부시")),
    ("gyeonggi", "경기서녘지사", "Gyeonggi Seonyeok branch", ("부천시", "안산시", "시흥시")),
    ("gangwon", "강원솔바람지사", "Gangwon Solbaram branch", ()),
    ("north-chungcheong", "충북무심지사", "North Chungcheong Musim branch", ()),
    ("south-chungcheong", "충남내포지사", "South Chungcheong Naepo branch", ()),
    ("north-jeolla", "전북온고을지사", "North Jeolla Ongoeul branch", ()),
    ("south-jeolla", "전남다도지사", "South Jeolla Dado branch", ()),
    ("north-gyeongsang", "경북별고을지사", "North Gyeongsang Byeolgoeul branch", ()),
    ("south-gyeongsang", "경남가락지사", "South Gyeongsang Garak branch", ()),
    ("jeju", "제주한라산지사", "Jeju Hallasan branch", ()),
)
AGENCIES = (
    ("seoul", "다솜근로지원센터", "Dasom Work Assistance Centre"),
    ("seoul", "함께걸음지원센터", "Hamkke Georeum Centre"),
    ("seoul", "이음근로지원센터", "Ieum Work Assistance Centre"),
    ("busan", "파도소리지원센터", "Padosori Centre"),
    ("daegu", "솔향근로지원센터", "Solhyang Centre"),
    ("incheon", "등대근로지원센터", "Deungdae Centre"),
    ("gwangju", "무등빛지원센터", "Mudeungbit Centre"),
    ("daejeon", "갑천이음센터", "Gapcheon Ieum Centre"),
    ("ulsan", "고래꿈지원센터", "Goraekkum Centre"),
    ("sejong", "새뜸이음센터", "Saetteum Ieum Centre"),
    ("gyeonggi", "너른마당지원센터", "Neoreunmadang Centre"),
    ("gyeonggi", "북두이음센터", "Bukdu Ieum Centre"),
    ("gangwon", "솔바람지원센터", "Solbaram Centre"),
    ("north-chungcheong", "무심천이음센터", "Musimcheon Ieum Centre"),
    ("south-chungcheong", "내포나눔센터", "Naepo Nanum Centre"),
    ("north-jeolla", "온고을나눔센터", "Ongoeul Nanum Centre"),
    ("south-jeolla", "다도해이음센터", "Dadohae Ieum Centre"),
    ("north-gyeongsang", "별고을나눔센터", "Byeolgoeul Nanum Centre"),
    ("south-gyeongsang", "가락나눔센터", "Garak Nanum Centre"),
    ("jeju", "오름이음센터", "Oreum Ieum Centre"),
)
INSTITUTES = (
    ("seoul", "배움터교육원", "Baeumteo Institute"),
    ("busan", "갈매배움원", "Galmae Institute"),
    ("daejeon", "한밭배움원", "Hanbat Institute"),
    ("gwangju", "빛고을배움원", "Bitgoeul Institute"),
)
COMPANIES = (
    ("seoul", "푸른별소프트", "서울특별시 중구 가상로 10", "소프트웨어 개발"),
    ("seoul", "한마음출판", "서울특별시 마포구 가상로 22", "출판"),
    ("seoul", "새싹디자인", "서울특별시 강남구 가상로 31", "디자인"),
    ("busan", "바다내음식품", "부산광역시 해운대구 가상로 4", "식품 제조"),
    ("gyeonggi", "너른들물류", "경기도 고양시 가상로 55", "물류"),
    ("daegu", "솔숲인쇄", "대구광역시 중구 가상로 6", "인쇄"),
    ("daejeon", "갑천연구소", "대전광역시 유성구 가상로 7", "연구 개발"),
    ("jeju", "오름여행", "제주특별자치도 제주시 가상로 8", "여행"),
    ("seoul", "맑은책방", "서울특별시 종로구 가상로 12", "도서 판매"),
    ("seoul", "두루세무회계", "서울특별시 중구 가상로 37", "세무"),
    ("seoul", "온새미병원", "서울특별시 성동구 가상로 9", "의료"),
    ("seoul", "나눔솔복지관", "서울특별시 동대문구 가상로 3", "사회복지"),
)


def build() -> None:
    """Write the organisations and workplaces that are missing; those there stay as they are."""
    Organisation.objects.bulk_create(_organisations(), ignore_conflicts=True)
    workplaces = [
        Workplace(
            id=identity(f"workplace {number}"),
            company_id=identity(f"company {number}"),
            company_name=name,
            representative=company_people(number)[0],
            business_number=business_number(number),
            address=address,
            region_id=region,
            contact_name=company_people(number)[1],
            contact_mobile=f"010-0000-8{number:03d}",
            contact_email=f"hr{number}@example.org",
            worker_count=20 + number * 7,
            disabled_worker_count=1 + number % 4,
            industry=industry,
        )
        for number, (region, name, address, industry) in enumerate(COMPANIES, 1)
    ]
    Workplace.objects.bulk_create(workplaces, ignore_conflicts=True)


def company_people(number: int) -> tuple[str, str]:
    """Names of who represents the n-th company and of who answers for it."""
    return names.person(300 + number)[0], names.person(320 + number)[0]


def branch(number: int) -> Organisation:
    """The n-th branch office, counted from 1."""
    return Organisation.objects.get(pk=identity(f"branch {number}"))


def _organisations() -> Iterator[Organisation]:
    head = _one(OrganisationKind.HEADQUARTERS, 1, "seoul", ("곁 본부", "Gyeot headquarters"))
    yield head
    for number, (region, name, name_en, districts) in enumerate(BRANCHES, 1):
        office = _one(OrganisationKind.BRANCH_OFFICE, number, region, (name, name_en))
        office.districts, office.parent_id = list(districts), head.id
        yield office
    for number, (region, name, name_en) in enumerate(AGENCIES, 1):
        yield _one(OrganisationKind.IMPLEMENTING_AGENCY, number, region, (name, name_en))
    for number, (region, name, name_en) in enumerate(INSTITUTES, 1):
        yield _one(OrganisationKind.TRAINING_AGENCY, number, region, (name, name_en))
    for number, (region, name, _address, _industry) in enumerate(COMPANIES, 1):
        yield _one(OrganisationKind.COMPANY, number, region, (name, ""))


_KEYS = {
    OrganisationKind.HEADQUARTERS: ("headquarters", "H"),
    OrganisationKind.BRANCH_OFFICE: ("branch", "B"),
    OrganisationKind.IMPLEMENTING_AGENCY: ("agency", "A"),
    OrganisationKind.TRAINING_AGENCY: ("institute", "T"),
    OrganisationKind.COMPANY: ("company", "C"),
}


def _one(kind: OrganisationKind, number: int, region: str, names: tuple[str, str]) -> Organisation:
    word, letter = _KEYS[kind]
    return Organisation(
        id=identity(f"{word} {number}"),
        code=f"{letter}{number:03d}",
        kind=kind,
        name_ko=names[0],
        name_en=names[1],
        region_id=region,
        phone=f"02-0000-{number:04d}",
        email=f"{word}{number}@example.org",
        since_date=SINCE,
    )
