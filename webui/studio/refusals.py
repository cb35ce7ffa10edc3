"""The studio's refusals in words."""

from django.utils.translation import gettext_lazy as _

from engine import operations
from engine.queries.drafts import NoSuchDraft
from webui import errors
from webui.sentences.refusal import Refusal
from webui.studio import content

errors.SENTENCES.update(
    {
        operations.DraftChanged: Refusal(
            409,
            _("다른 사람이 먼저 저장했습니다"),
            _("그사이 다른 사람이 이 초안을 저장했습니다. 초안을 다시 열어 바뀐 것을 보고 이어서 하세요."),
        ),
        operations.DraftClosed: Refusal(
            409,
            _("지금은 할 수 없는 일입니다"),
            _("초안의 상태가 바뀌어 이 일을 할 수 없습니다. 초안을 다시 열어 지금 상태를 확인하세요."),
        ),
        operations.SamePersonApproves: Refusal(
            403,
            _("고친 사람은 승인할 수 없습니다"),
            _("초안을 고치거나 제출한 사람은 승인할 수 없습니다. 다른 승인 담당자가 검토하고 배포해야 합니다."),
        ),
        NoSuchDraft: Refusal(404, _("초안이 없습니다"), _("주소가 잘못되었거나 초안이 지워졌습니다.")),
        content.FileTooLarge: Refusal(
            413,
            _("파일이 너무 큽니다"),
            _("%(megabytes)sMB가 넘는 파일은 담을 수 없습니다. 프로세스를 나누어 그려 주세요."),
        ),
        content.FileHasDoctype: Refusal(
            422,
            _("읽지 않는 XML입니다"),
            _("DOCTYPE이 든 XML은 안전을 위해 받지 않습니다. DOCTYPE 줄을 지운 파일을 쓰세요."),
        ),
        content.FileNotReadable: Refusal(
            422, _("읽을 수 없는 파일입니다"), _("파일 내용이 형식에 맞지 않습니다: %(detail)s")
        ),
        content.FileNameRefused: Refusal(
            422,
            _("쓸 수 없는 파일 이름입니다"),
            _("이름은 영문 소문자로 시작하고 영문 소문자, 숫자, 밑줄만 쓸 수 있습니다."),
        ),
        content.FileNameTaken: Refusal(
            409, _("같은 이름이 이미 있습니다"), _("이 초안에 같은 이름의 파일이 있습니다. 다른 이름을 쓰세요.")
        ),
    }
)
