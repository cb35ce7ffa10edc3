"""The inbox: everybody sees theirs and nothing else, paging is whole, search finds Korean, pages stay cheap."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import inbox as benchmark
from tasks import assignment, counting, cursors, queries, searching
from tasks.models import OpenCountDelta, WorkItem
from tests.tasks.forms.building import NOW


def page(world, who, box="mine", now=NOW, **more):
    return queries.inbox(viewer=world.viewer(who), filter=queries.InboxFilter(box=box, **more), now=now)


def everything(world, who, box, **more):
    """All rows by walking the pages to the end, and each page's size."""
    rows, sizes, cursor = [], [], None
    while True:
        found = page(world, who, box, cursor=cursor, **more)
        rows += found.rows
        sizes.append(len(found.rows))
        if found.next_cursor is None:
            return rows, sizes
        cursor = found.next_cursor


@pytest.mark.parametrize(
    ("step", "mine", "team"),
    [
        ("check", set(), {"clerk", "colleague"}),
        ("approve", set(), {"manager"}),
        ("consent", {"link"}, set()),
        ("read", {"worker", "guardian"}, set()),
    ],
)
def test_everybody_sees_theirs_and_nothing_else(world, step, mine, team):
    item = world.item(world.up_to(step))
    everybody = ("worker", "guardian", "clerk", "colleague", "manager", "supervisor", "stranger", "link")
    seen = {
        box: {name for name in everybody if page(world, getattr(world, name), box).rows} for box in ("mine", "team")
    }
    assert seen == {"mine": mine, "team": team}
    for name in everybody:
        viewer = world.viewer(getattr(world, name))
        if name in mine | team | ({"clerk"} if step == "approve" else set()):
            assert queries.item(viewer=viewer, item_id=item.pk, now=NOW).id == item.pk
        else:
            with pytest.raises(queries.WorkItemNotFound):
                queries.item(viewer=viewer, item_id=item.pk, now=NOW)


def test_a_row_says_what_whose_and_by_when(world):
    facts = world.start()
    (row,) = page(world, world.clerk, "team").rows
    assert (row.name, row.title, row.case_number, row.process_name) == (
        "서류 검토",
        "김하늘 서비스 신청",
        facts.case_number,
        "작은 절차",
    )
    assert row.can_claim
    assert not row.overdue
    late = page(world, world.clerk, "team", now=NOW + timedelta(days=6)).rows[0]
    assert late.overdue
    assert page(world, world.clerk, "team", now=NOW + timedelta(days=3)).rows[0].due_soon
    assert page(world, world.guardian, "mine").rows == []


def test_taken_items_move_from_the_team_to_the_person_and_done_ones_are_remembered(world):
    item = world.item(world.start())
    assignment.claim(item_id=item.pk, viewer=world.viewer(world.clerk), now=NOW)
    assert page(world, world.clerk, "team").rows == page(world, world.colleague, "team").rows == []
    assert [row.id for row in page(world, world.clerk, "mine").rows] == [item.pk]
    world.complete(item, world.clerk, outcome="accept")
    assert page(world, world.clerk, "mine").rows == []
    (row,) = page(world, world.clerk, "done").rows
    assert (row.id, row.closed_at) == (item.pk, NOW)


def many(world, count):
    """Open items at one step, several with the same due time."""
    first = world.item(world.start())
    copies = []
    for number in range(count - 1):
        copy = deepcopy(first)
        copy.pk = uuid_of(number)
        copy.due_at = copy.list_at = NOW + timedelta(hours=number // 7)
        copies.append(copy)
    WorkItem.objects.bulk_create(copies)


def uuid_of(number):
    return UUID(int=(number * 7919 + 1) % (1 << 64))


def test_paging_has_no_gap_and_no_double(world):
    many(world, 65)
    rows, sizes = everything(world, world.clerk, "team")
    assert sizes == [20, 20, 20, 5]
    assert len({row.id for row in rows}) == 65
    assert [row.due_at for row in rows] == sorted(row.due_at for row in rows)


def test_paging_holds_while_items_come_and_go(world):
    many(world, 45)
    first = page(world, world.clerk, "team")
    taken = first.rows[3].id
    assignment.claim(item_id=taken, viewer=world.viewer(world.colleague), now=NOW)
    second = page(world, world.clerk, "team", cursor=first.next_cursor)
    third = page(world, world.clerk, "team", cursor=second.next_cursor)
    seen = [row.id for one in (first, second, third) for row in one.rows]
    assert len(seen) == len(set(seen)) == 45


def test_one_goes_back_the_way_one_came(world):
    many(world, 45)
    first = page(world, world.clerk, "team")
    assert first.previous_cursor is None
    second = page(world, world.clerk, "team", cursor=first.next_cursor)
    third = page(world, world.clerk, "team", cursor=second.next_cursor)
    assert third.next_cursor is None
    back = page(world, world.clerk, "team", cursor=third.previous_cursor)
    assert [row.id for row in back.rows] == [row.id for row in second.rows]
    start = page(world, world.clerk, "team", cursor=back.previous_cursor)
    assert [row.id for row in start.rows] == [row.id for row in first.rows]
    assert start.previous_cursor is None


def test_a_broken_cursor_is_the_first_page(world):
    many(world, 3)
    for text in ("x", "%%%", "bnwxfDE", "a" * 500, ""):
        assert cursors.read(text) is None
        assert len(page(world, world.clerk, "team", cursor=text).rows) == 3


@pytest.mark.parametrize("term", ["김하늘", "하늘", "서류", "김하", "SM-2026", "sm-2026-0000", "check the", "늘"])
def test_search_finds_names_steps_and_case_numbers(world, term):
    item = world.item(world.start())
    world.start(title="박바다 서비스 신청")
    found = [row.id for row in page(world, world.clerk, "team", text=term).rows]
    assert item.pk in found


@pytest.mark.parametrize("term", ["이몽룡", "100%", "_", "\\", "' OR 1=1 --"])
def test_search_does_not_find_what_is_not_there(world, term):
    world.start()
    assert page(world, world.clerk, "team", text=term).rows == []


def test_search_is_the_same_for_rare_and_common_terms(world, monkeypatch):
    many(world, 30)
    rare, _ = everything(world, world.clerk, "team", text="하늘")
    monkeypatch.setattr("tasks.listing.RARE", 3)
    monkeypatch.setattr("tasks.listing.RARE_A_LIST", 0)
    common, sizes = everything(world, world.clerk, "team", text="하늘")
    assert [row.id for row in rare] == [row.id for row in common]
    assert sizes == [20, 10]


def test_korean_terms_of_two_syllables_use_the_trigram_index(world):
    benchmark.fill(8_000)
    with connection.cursor() as sql:
        sql.execute("SELECT show_trgm(%s)", [searching.letters("하늘")])
        assert len(sql.fetchone()[0]) >= 3
        sql.execute(
            "EXPLAIN SELECT root_id FROM tasks_casetext WHERE text LIKE %s",
            [searching.pattern("몽룡")],
        )
        assert "case_text_search" in "\n".join(row[0] for row in sql.fetchall())


def test_filters_narrow_the_list_and_say_how_many_there_are(world):
    many(world, 25)
    overdue = page(world, world.clerk, "team", state="overdue", now=NOW + timedelta(hours=2))
    assert overdue.total_open == len(overdue.rows) == 14
    soon = page(world, world.clerk, "team", state="due_soon")
    assert soon.total_open == 24
    assert page(world, world.clerk, "team", process_id="other").rows == []
    whole = page(world, world.clerk, "team", process_id="small")
    assert (whole.total_open, whole.total_is_more) == (25, False)
    assert [(one.process_id, one.name, one.count) for one in whole.processes] == [("small", "작은 절차", 25)]


def test_counts_follow_every_change_and_survive_folding(world):
    facts = world.start()
    world.start()

    def counts():
        return [page(world, who, box).total_open for who, box in ((world.clerk, "team"), (world.clerk, "mine"))]

    assert counts() == [2, 0]
    item = world.item(facts)
    assignment.claim(item_id=item.pk, viewer=world.viewer(world.clerk), now=NOW)
    assert counts() == [1, 1]
    while counting.fold():
        pass
    assert not OpenCountDelta.objects.exists()
    assert counts() == [1, 1]
    world.complete(item, world.clerk, outcome="accept")
    assert counts() == [1, 0]
    while counting.fold():
        pass
    assert counts() == [1, 0]
    assert page(world, world.manager, "team").total_open == 1


@pytest.mark.parametrize("count", [1, 60])
def test_a_page_costs_the_same_few_statements(world, count):
    many(world, count)
    viewer = world.viewer(world.clerk)
    queries.inbox(viewer=viewer, filter=queries.InboxFilter(box="team"), now=NOW)
    with CaptureQueriesContext(connection) as seen:
        queries.inbox(viewer=viewer, filter=queries.InboxFilter(box="team"), now=NOW)
    assert len(seen) == 4, [query["sql"][:90] for query in seen]


def test_the_item_page_says_why_what_came_before_and_what_comes_next(world):
    facts = world.up_to("approve")
    view = queries.item(viewer=world.viewer(world.manager), item_id=world.item(facts).pk, now=NOW)
    assert view.plain == "결재 단계입니다."
    assert "소속기관 결재" in view.why
    assert [line.name for line in view.earlier] == ["서류 검토"]
    assert view.earlier[0].by_name == "이접수"
    assert view.next_steps == ["사업주 동의"]
    english = replace(world.viewer(world.manager), language="en")
    read = queries.item(viewer=english, item_id=world.item(facts).pk, now=NOW)
    assert read.next_steps == ["Employer's consent"]
    assert [line.name for line in read.earlier] == ["Check the papers"]
    assert (view.can_complete, view.can_claim, view.can_return) == (True, True, False)
    barred = queries.item(viewer=world.viewer(world.clerk), item_id=view.id, now=NOW)
    assert not barred.can_complete
    assert "앞 단계" in barred.why_not


def test_the_holder_of_a_link_is_told_nothing_of_others(world):
    view = queries.item(viewer=world.viewer(world.link), item_id=world.item(world.up_to("consent")).pk, now=NOW)
    assert view.earlier == []
    assert view.can_complete


def test_the_item_page_is_english_for_who_reads_english(world):
    viewer = replace(world.viewer(world.guardian), language="en")
    view = queries.item(viewer=viewer, item_id=world.item(world.up_to("read")).pk, now=NOW)
    assert view.name == "Read the notice"
    assert "guardian" in view.why
    assert view.process_name == "Small process"
