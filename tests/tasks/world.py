"""A small office: a process of four lanes with forms, the people in it, and the verbs of these tests."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from engine import definitions, operations
from engine.actors import Actor
from engine.bundle import Bundle
from engine.participants import ParticipantSpec
from records.organisations.models import Membership, Organisation, OrganisationKind, Region
from records.people.models import AccessLink, Guardianship, Person
from tasks import completion, viewers
from tasks.models import WorkItem
from tests.tasks.forms.building import NOW, choice, source
from tests.tasks.forms.building import field as component

DAY = date(2026, 3, 2)
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 targetNamespace="urn:test">
 <bpmn:message id="m" name="withdraw"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=instance.caseNumber"/></bpmn:extensionElements></bpmn:message>
 <bpmn:process id="small" name="작은 절차" isExecutable="true">
  <bpmn:extensionElements><zeebe:properties><zeebe:property name="casePrefix" value="SM"/>
   <zeebe:property name="labelEn" value="Small process"/></zeebe:properties></bpmn:extensionElements>
  <bpmn:laneSet id="ls">
   <bpmn:lane id="employer" name="사업주"><bpmn:flowNodeRef>consent</bpmn:flowNodeRef></bpmn:lane>
   <bpmn:lane id="branch" name="소속기관"><bpmn:flowNodeRef>begin</bpmn:flowNodeRef>
    <bpmn:flowNodeRef>check</bpmn:flowNodeRef></bpmn:lane>
   <bpmn:lane id="branch_manager" name="결재"><bpmn:flowNodeRef>approve</bpmn:flowNodeRef></bpmn:lane>
   <bpmn:lane id="supported_worker" name="근로자"><bpmn:flowNodeRef>read</bpmn:flowNodeRef>
    <bpmn:flowNodeRef>done</bpmn:flowNodeRef></bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="begin"><bpmn:extensionElements>
   <zeebe:formDefinition formId="begin"/></bpmn:extensionElements></bpmn:startEvent>
  {tasks}
  <bpmn:endEvent id="done" name="이용 중"/>
  <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="check"/>
  <bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="approve"/>
  <bpmn:sequenceFlow id="f3" sourceRef="approve" targetRef="consent"/>
  <bpmn:sequenceFlow id="f4" sourceRef="consent" targetRef="read"/>
  <bpmn:sequenceFlow id="f5" sourceRef="read" targetRef="done"/>
  <bpmn:subProcess id="withdrawal" triggeredByEvent="true">
   <bpmn:startEvent id="asked" isInterrupting="true"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>
   <bpmn:endEvent id="withdrawn" name="취하"/>
   <bpmn:sequenceFlow id="w1" sourceRef="asked" targetRef="withdrawn"/>
  </bpmn:subProcess>
 </bpmn:process>
</bpmn:definitions>"""
TASK = """<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><zeebe:userTask/>
 <zeebe:formDefinition formId="{id}"/>
 <zeebe:taskSchedule dueDate="=now() + duration(&quot;P{days}D&quot;)"/>
 <zeebe:properties><zeebe:property name="labelEn" value="{name_en}"/><zeebe:property name="stage" value="{stage}"/>
 <zeebe:property name="stageEn" value="{name_en}"/><zeebe:property name="plain" value="{name} 단계입니다."/>
 <zeebe:property name="reminder" value="=now() + duration(&quot;P{early}D&quot;)"/>{more}</zeebe:properties>
 </bpmn:extensionElements></bpmn:userTask>"""
STEPS = [
    ("check", "서류 검토", "Check the papers", "접수 검토", 5, ""),
    ("approve", "결재", "Approve", "결정", 10, '<zeebe:property name="notBy" value="check"/>'),
    ("consent", "사업주 동의", "Employer's consent", "동의", 7, ""),
    ("read", "통지 확인", "Read the notice", "이용 준비", 14, ""),
]
FORMS = {
    "begin": [
        component("textfield", "name", "성명", validate={"required": True}, defaultValue="=me.name"),
        component("textfield", "rrn", "주민등록번호", properties={"pii": "rrn"}),
        component("filepicker", "proof", "증명서", accept=".pdf", multiple=True),
    ],
    "check": [
        component("textfield", "name", "성명", readonly=True),
        choice("radio", "outcome", "accept", "refuse", label="결과", validate={"required": True}),
        component("textarea", "why", "사유", conditional={"hide": '=outcome != "refuse"'}, validate={"required": True}),
        component("filepicker", "paper", "서류", accept=".pdf"),
        component("textfield", "rrn", "주민등록번호", properties={"pii": "rrn"}),
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "notes",
            "label": "메모",
            "defaultRepetitions": 0,
            "components": [component("textfield", "text", "내용")],
        },
    ],
    "approve": [choice("radio", "decision", "yes", "no", label="결정", validate={"required": True})],
    "consent": [component("checkbox", "agreed", "동의합니다", validate={"required": True})],
    "read": [component("checkbox", "seen", "읽었습니다")],
}


def bundle(process_id="small"):
    tasks = "".join(
        TASK.format(id=id, name=name, name_en=name_en, stage=stage, days=days, early=days - 2, more=more)
        for id, name, name_en, stage, days, more in STEPS
    )
    files = {f"{process_id}.bpmn": BPMN.format(tasks=tasks).replace('id="small"', f'id="{process_id}"').encode()}
    for form_id, components in FORMS.items():
        made = json.loads(source(*components))
        files[f"forms/{form_id}.form"] = json.dumps({**made, "id": form_id}).encode()
    return Bundle(process_id, files)


def person(name, **more):
    return Person.objects.create(name_ko=name, created_at=NOW, **more)


def office(name, kind=OrganisationKind.BRANCH_OFFICE, code=None):
    region = Region.objects.get_or_create(
        code="seoul", defaults={"name_ko": "서울특별시", "name_en": "Seoul", "position": 1}
    )[0]
    return Organisation.objects.create(
        code=code or uuid4().hex[:12], kind=kind, name_ko=name, region=region, since_date=DAY - timedelta(days=900)
    )


def member(who, where, role):
    Membership.objects.create(person=who, organisation=where, role=role, since_date=DAY - timedelta(days=90))
    return who


@dataclass
class World:
    """Two branch offices with their people, a worker with a guardian, an employer's link, one process."""

    worker: Person = field(default_factory=lambda: person("김하늘", mobile="010-1234-5678"))
    guardian: Person = field(default_factory=lambda: person("김보호"))
    clerk: Person = field(default_factory=lambda: person("이접수"))
    colleague: Person = field(default_factory=lambda: person("박동료"))
    manager: Person = field(default_factory=lambda: person("최결재"))
    supervisor: Person = field(default_factory=lambda: person("정관리"))
    stranger: Person = field(default_factory=lambda: person("남모름"))

    def __post_init__(self):
        definitions.forget()
        self.branch, self.elsewhere = office("서울지사"), office("다른지사")
        for who, role in ((self.clerk, "branch"), (self.colleague, "branch"), (self.manager, "branch_manager")):
            member(who, self.branch, role)
        member(self.clerk, self.branch, "branch_manager")
        member(self.supervisor, self.branch, "supervisor")
        member(self.stranger, self.elsewhere, "branch")
        Guardianship.objects.create(guardian=self.guardian, ward=self.worker, since_date=DAY)
        self.link = AccessLink.objects.create(
            token_hash=uuid4().bytes, purpose="consent", role="employer", name="사장", created_at=NOW, expires_at=NOW
        )
        self.version = operations.deploy(bundle=bundle(), by=Actor(kind="person", id=self.manager.pk), now=NOW)

    def viewer(self, who):
        return viewers.of_link(who.pk) if isinstance(who, AccessLink) else viewers.of_person(who.pk, DAY)

    def participants(self):
        return (
            ParticipantSpec(role="supported_worker", kind="person", ref=self.worker.pk),
            ParticipantSpec(role="branch", kind="organisation", ref=self.branch.pk),
            ParticipantSpec(role="employer", kind="link", ref=self.link.pk),
        )

    def start(self, title="김하늘 서비스 신청", now=NOW, **variables):
        return operations.start(
            process_id="small",
            variables={"name": "김하늘", **variables},
            participants=self.participants(),
            by=Actor(kind="person", id=self.worker.pk),
            now=now,
            title=title,
        )

    def item(self, facts, element_id=None):
        open_ones = WorkItem.objects.filter(root_id=facts.id, state="open")
        return open_ones.get(element_id=element_id) if element_id else open_ones.get()

    def complete(self, item: WorkItem | UUID, who, revision=None, files=None, now=NOW, **posted):
        return completion.complete(
            item_id=getattr(item, "pk", item),
            viewer=self.viewer(who),
            posted={name: texts if isinstance(texts, list) else [texts] for name, texts in posted.items()},
            files=files or {},
            revision=revision,
            now=now,
        )

    def up_to(self, element_id, **variables):
        """A case that waits at the step."""
        facts = self.start(**variables)
        doers = {
            "check": (self.clerk, {"outcome": "accept"}),
            "approve": (self.manager, {"decision": "yes"}),
            "consent": (self.link, {"agreed": "true"}),
        }
        while (item := self.item(facts)).element_id != element_id:
            who, posted = doers[item.element_id]
            self.complete(item, who, **posted)
        return facts
