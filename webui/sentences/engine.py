"""Refusals of the process engine: cases, drafts of processes, deployment."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from engine.batches.kinds import NothingToDo
from engine.batches.selecting import QueryTooWide
from engine.clock import ClockMayNotMove
from engine.commands.batches import BatchEnded, BatchUnknown
from engine.commands.cancel import IncidentNotOpen
from engine.commands.correlate import MessageGone, NobodyWaits
from engine.commands.deploy import DeploymentRefused
from engine.commands.drafts import DraftChanged, DraftClosed, SamePersonApproves
from engine.commands.external import JobNotYours
from engine.commands.migrate import MovedOn, OtherVersion
from engine.commands.process_starts import VersionSuspended
from engine.commands.retention import AlreadyHeld, NotHeld, TermTooShort
from engine.commands.retime import TimerGone, TimerMoved
from engine.commands.start import NoSuchProcess
from engine.commands.variables import VariableChanged, VariableRefused
from engine.findings import ModelRefused
from engine.migration.plan import NotMigratable
from engine.operations import (
    InstanceNotActive,
    InstanceNotFound,
    InstanceNotSuspended,
    InstanceSuspended,
    NothingWouldRemain,
    NotPlaceable,
    TaskNotOpen,
)
from engine.queries.batches import NoSuchBatch
from engine.queries.cases import NoSuchInstance
from engine.queries.drafts import NoSuchDraft
from engine.queries.versions import NoSuchForm
from engine.spiff.upgrades import StateUnknown
from webui.sentences.refusal import Refusal

TABLE: Final[dict[type[Exception], Refusal]] = {
    InstanceNotFound: Refusal(
        404, _("찾으시는 건이 없습니다"), _("이 건은 없거나, 지금 로그인한 계정으로 볼 수 없습니다.")
    ),
    NoSuchInstance: Refusal(
        404, _("찾으시는 건이 없습니다"), _("이 건은 없거나, 지금 로그인한 계정으로 볼 수 없습니다.")
    ),
    NoSuchDraft: Refusal(404, _("찾으시는 초안이 없습니다"), _("이 초안은 없거나 이미 지워졌습니다.")),
    NoSuchForm: Refusal(404, _("찾으시는 서식이 없습니다"), _("이 판에는 그런 서식이 없습니다.")),
    InstanceNotActive: Refusal(
        409,
        _("이미 끝난 건입니다"),
        _("이 건은 이미 끝나서 더 바꿀 수 없습니다. 지금까지의 기록은 볼 수 있습니다."),
    ),
    InstanceSuspended: Refusal(
        409,
        _("잠시 멈춘 건입니다"),
        _("%(case_number)s 건은 담당 관리자가 잠시 멈추었습니다. 다시 진행되면 그때 해 주세요."),
    ),
    StateUnknown: Refusal(
        503,
        _("지금은 이 건을 열 수 없습니다"),
        _("이 건은 더 새로운 판의 프로그램이 저장했습니다. 프로그램을 새 판으로 올린 뒤 다시 해 주세요."),
    ),
    TermTooShort: Refusal(422, _("보존 기간이 너무 짧습니다"), _("보존 기간은 하루 이상이어야 합니다.")),
    AlreadyHeld: Refusal(
        409, _("이미 보존하도록 묶은 건입니다"), _("%(case_number)s 건은 이미 지우지 않도록 묶여 있습니다.")
    ),
    NotHeld: Refusal(409, _("보존하도록 묶은 건이 아닙니다"), _("%(case_number)s 건은 보존하도록 묶여 있지 않습니다.")),
    InstanceNotSuspended: Refusal(
        409,
        _("멈춘 건이 아닙니다"),
        _("%(case_number)s 건은 지금 진행되고 있습니다."),
    ),
    VariableChanged: Refusal(
        409,
        _("그 사이에 값이 바뀌었습니다"),
        _("자료 ‘%(name)s’의 값이 화면에서 보신 것과 다릅니다. 화면을 다시 열어 지금 값을 확인해 주세요."),
    ),
    VariableRefused: Refusal(
        422, _("이 값은 저장할 수 없습니다"), _("자료 ‘%(name)s’의 이름이나 값이 올바르지 않거나 너무 큽니다.")
    ),
    NotPlaceable: Refusal(
        422,
        _("이 단계로 옮길 수 없습니다"),
        _("단계 ‘%(element_id)s’은(는) 따로 시작하거나 그만둘 수 없는 곳에 있습니다. 다른 단계를 골라 주세요."),
    ),
    NothingWouldRemain: Refusal(
        422,
        _("남는 단계가 없습니다"),
        _("그렇게 하면 이 건에 진행 중인 단계가 하나도 남지 않습니다. 이 건을 취소해 주세요."),
    ),
    TimerGone: Refusal(409, _("이미 지난 시한입니다"), _("이 시한은 이미 되었거나 거두어졌습니다.")),
    TimerMoved: Refusal(
        409, _("그 사이에 시한이 바뀌었습니다"), _("지금 시한은 %(due_at)s입니다. 확인한 뒤 다시 해 주세요.")
    ),
    NobodyWaits: Refusal(
        409, _("더 기다리지 않는 단계입니다"), _("이 단계는 그 알림을 이미 받았거나 더 기다리지 않습니다.")
    ),
    MessageGone: Refusal(409, _("이미 쓰인 알림입니다"), _("보관된 알림이 이미 전달되었거나 기한이 지났습니다.")),
    NotMigratable: Refusal(
        422,
        _("새 판으로 옮길 수 없습니다"),
        _("지금 서 있는 단계가 새 판과 맞지 않습니다: %(reasons)s. 어느 단계로 옮길지 정하거나 새 판을 고쳐 주세요."),
    ),
    OtherVersion: Refusal(
        409, _("이미 다른 판입니다"), _("%(case_number)s 건은 고르신 판으로 진행되고 있지 않습니다.")
    ),
    MovedOn: Refusal(
        409,
        _("되돌릴 수 없습니다"),
        _("%(case_number)s 건은 판을 옮긴 뒤에 진행되었거나 다시 옮겨져서, 옮기기 전으로 되돌릴 수 없습니다."),
    ),
    NothingToDo: Refusal(409, _("할 일이 없습니다"), _("이 건은 이미 그렇게 되어 있습니다.")),
    QueryTooWide: Refusal(
        422,
        _("대상을 더 좁혀 주세요"),
        _("업무나 판, 접수번호 가운데 하나는 골라 주세요. 전체를 한꺼번에 바꿀 수 없습니다."),
    ),
    BatchUnknown: Refusal(404, _("찾으시는 일괄 작업이 없습니다"), _("이 일괄 작업은 없거나 이미 지워졌습니다.")),
    NoSuchBatch: Refusal(404, _("찾으시는 일괄 작업이 없습니다"), _("이 일괄 작업은 없거나 이미 지워졌습니다.")),
    BatchEnded: Refusal(
        409, _("이미 끝난 일괄 작업입니다"), _("이미 끝났거나 되돌려진 작업입니다. 화면을 다시 열어 확인해 주세요.")
    ),
    VersionSuspended: Refusal(
        409,
        _("지금은 시작할 수 없습니다"),
        _("이 업무는 담당 관리자가 잠시 멈추었습니다. 나중에 다시 해 주세요. 적으신 내용은 아직 접수되지 않았습니다."),
    ),
    TaskNotOpen: Refusal(409, _("이미 끝난 일입니다"), _("이 일은 이미 처리되었거나 닫혔습니다.")),
    IncidentNotOpen: Refusal(
        409, _("이미 해결된 문제입니다"), _("다른 분이 먼저 처리했습니다. 화면을 다시 열어 확인해 주세요.")
    ),
    NoSuchProcess: Refusal(404, _("찾으시는 업무가 없습니다"), _("이 업무는 아직 배포되지 않았습니다.")),
    DeploymentRefused: Refusal(
        422,
        _("배포할 수 없습니다"),
        _("고쳐야 할 곳이 있어 배포하지 않았습니다. 점검 결과를 보고 고친 뒤 다시 해 주세요."),
    ),
    ModelRefused: Refusal(
        422, _("읽을 수 없는 업무 그림입니다"), _("업무 그림에 이 시스템이 할 수 없는 것이 들어 있습니다.")
    ),
    DraftChanged: Refusal(
        409,
        _("그 사이에 다른 분이 저장했습니다"),
        _("화면을 다시 열어 바뀐 내용을 확인한 뒤 저장해 주세요. 지금 내용은 저장하지 않았습니다."),
    ),
    DraftClosed: Refusal(409, _("더 이상 고칠 수 없는 초안입니다"), _("이미 배포되었거나 닫힌 초안입니다.")),
    SamePersonApproves: Refusal(
        403,
        _("다른 분이 승인해야 합니다"),
        _("고친 사람은 자기 초안을 승인할 수 없습니다. 다른 승인자에게 부탁해 주세요."),
    ),
    JobNotYours: Refusal(409, _("다른 일꾼이 맡은 작업입니다"), _("이 작업은 이미 다른 곳에서 처리하고 있습니다.")),
    ClockMayNotMove: Refusal(403, _("시계를 움직일 수 없습니다"), _("시계는 시연과 시험에서만 움직일 수 있습니다.")),
}
