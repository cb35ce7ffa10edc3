"""Refusals about work items, their forms and starting a case."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from integrations.documents.refusals import FileRefused
from tasks import access, assignment, cases, completion, handing_in, opening, starting
from tasks.forms.posting import FormTooLarge
from webui.sentences.refusal import Refusal

TABLE: Final[dict[type[Exception], Refusal]] = {
    access.WorkItemNotFound: Refusal(
        404,
        _("찾으시는 일이 없습니다"),
        _("이 일은 없거나, 지금 로그인한 계정의 일이 아닙니다."),
    ),
    access.WorkItemTaken: Refusal(
        409,
        _("다른 분이 맡은 일입니다"),
        _("%(by_name)s 님이 먼저 맡았습니다. 보내신 내용은 처리하지 않았습니다."),
    ),
    access.WorkItemClosed: Refusal(
        409,
        _("이미 끝난 일입니다"),
        _("이 일은 이미 처리되었거나 더 이상 필요하지 않아 닫혔습니다. 보내신 내용은 처리하지 않았습니다."),
    ),
    access.NotYourOwnWork: Refusal(
        403,
        _("다른 분이 해야 하는 일입니다"),
        _("같은 건의 앞 단계를 처리한 분은 이 일을 할 수 없습니다. 다른 담당자가 처리해야 합니다."),
    ),
    opening.DocumentNotFound: Refusal(
        404,
        _("찾으시는 문서가 없습니다"),
        _("이 문서는 없거나, 지금 로그인한 계정으로 볼 수 없습니다."),
    ),
    cases.CaseNotFound: Refusal(
        404,
        _("찾으시는 건이 없습니다"),
        _("이 건은 없거나, 지금 로그인한 계정으로 볼 수 없습니다."),
    ),
    assignment.MayNotReturn: Refusal(
        409,
        _("돌려놓을 수 없는 일입니다"),
        _("내가 맡은 일이 아니거나, 나만 할 수 있는 일이라 돌려놓을 수 없습니다."),
    ),
    assignment.MayNotReassign: Refusal(
        403,
        _("담당자를 바꿀 수 없습니다"),
        _("이 건을 살피는 기관의 관리자만 담당자를 바꿀 수 있습니다."),
    ),
    assignment.NotACandidate: Refusal(
        422,
        _("맡길 수 없는 분입니다"),
        _("%(name)s 님은 이 일을 할 수 있는 역할이 아니거나, 앞 단계를 처리하여 맡을 수 없습니다."),
    ),
    completion.StaleForm: Refusal(
        409,
        _("그 사이에 바뀌었습니다"),
        _("화면을 여신 뒤에 이 일의 기한이나 담당자가 바뀌었습니다. 화면을 다시 열어 확인한 뒤 보내 주세요."),
    ),
    handing_in.FormRejected: Refusal(
        422,
        _("고쳐 주실 곳이 있습니다"),
        _("입력하신 내용에 고칠 곳이 있습니다. 쓰신 내용은 저장되어 있습니다."),
    ),
    handing_in.ValuesRejected: Refusal(
        422,
        _("고쳐 주실 값이 있습니다"),
        _("보내신 값에 고칠 곳이 있어 받지 않았습니다. 보내신 것은 아무것도 저장하지 않았습니다."),
    ),
    starting.NotStartable: Refusal(
        404,
        _("지금은 신청할 수 없습니다"),
        _("이 신청은 아직 열려 있지 않거나 끝났습니다."),
    ),
    starting.StartRefused: Refusal(
        422,
        _("신청할 수 없습니다"),
        _("지금 조건으로는 이 신청을 할 수 없습니다."),
    ),
    FormTooLarge: Refusal(
        413,
        _("보내신 내용이 너무 많습니다"),
        _("칸이나 줄의 수를 줄여 다시 보내 주세요."),
    ),
    FileRefused: Refusal(
        422,
        _("받을 수 없는 파일입니다"),
        _("PDF, 사진(JPEG, PNG), 한글, 엑셀 파일을 10 MB까지 받습니다."),
    ),
}
