"""The case as the people in it see it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine import operations
from engine.actors import Actor
from tasks import queries
from tests.tasks.forms.building import NOW


def case(world, facts, who, **more):
    return queries.case(viewer=replace(world.viewer(who), **more), instance_id=facts.id, now=NOW)


def test_the_stages_say_what_is_done_what_is_now_and_what_comes(world):
    stages = case(world, world.up_to("approve"), world.worker).stages
    assert [(stage.name, stage.state) for stage in stages] == [
        ("접수 검토", "done"),
        ("결정", "now"),
        ("동의", "later"),
        ("이용 준비", "later"),
    ]


def test_it_says_who_must_act_by_when_in_plain_words(world):
    (waiting,) = case(world, world.up_to("read"), world.worker).waiting
    assert (waiting.name, waiting.who, waiting.plain) == ("통지 확인", "장애인 근로자", "통지 확인 단계입니다.")
    assert waiting.due_at > NOW + timedelta(days=13)
    assert waiting.item_id == world.item(world.up_to("read")).pk or waiting.item_id is not None
    (theirs,) = case(world, world.up_to("check"), world.worker).waiting
    assert theirs.item_id is None


def test_the_story_is_told_in_order_with_names(world):
    facts = world.up_to("consent")
    story = case(world, facts, world.worker).history
    assert [line.sentence for line in story][:3] == [
        "신청이 시작되었습니다.",
        "‘서류 검토’ 단계를 마쳤습니다.",
        "‘결재’ 단계를 마쳤습니다.",
    ]
    assert [line.by_name for line in story][:3] == ["김하늘", "이접수", "최결재"]
    assert case(world, facts, world.link).history == []


def test_only_those_in_the_case_see_it(world):
    facts = world.up_to("consent")
    for who in (world.worker, world.guardian, world.clerk, world.supervisor, world.link):
        assert case(world, facts, who).facts.id == facts.id
    with pytest.raises(queries.CaseNotFound):
        case(world, facts, world.stranger)
    with pytest.raises(queries.CaseNotFound):
        queries.case(viewer=world.viewer(world.worker), instance_id=world.link.pk, now=NOW)


def test_the_applicant_may_withdraw_while_the_case_listens_and_others_may_not(world):
    facts = world.up_to("check")
    assert case(world, facts, world.worker).may_withdraw
    assert case(world, facts, world.guardian).may_withdraw
    assert not case(world, facts, world.clerk).may_withdraw
    by = Actor(kind="person", id=world.worker.pk)
    operations.deliver_message(name="withdraw", key=facts.case_number, data={}, by=by, now=NOW)
    ended = case(world, facts, world.worker)
    assert (ended.may_withdraw, ended.end, ended.waiting) == (False, "취하", [])
    assert ended.ended_at == NOW
    assert "later" not in {stage.state for stage in ended.stages}


def test_a_case_reads_in_english_too(world):
    view = case(world, world.up_to("read"), world.worker, language="en")
    assert view.stages[0].name == "Check the papers"
    assert view.waiting[0].who == "supported worker"
    assert view.history[0].sentence == "The case was begun."
