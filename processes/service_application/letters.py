"""The notices of a service application; the keys are the ``notice`` headers in the diagram."""

from processes.shared.letters import Letter

LETTERS: dict[str, Letter] = {
    "application_received": Letter(
        title_ko="근로지원인 서비스 신청을 받았습니다",
        body_ko="{name} 님의 신청을 받았습니다. 접수번호는 {case_number}입니다. 이제 사업주에게 동의를 요청합니다.",
        title_en="Your application for a work assistant has arrived",
        body_en="We have received {name}'s application, case {case_number}. Your employer is now asked for consent.",
    ),
    "consent_requested": Letter(
        title_ko="근로지원인 서비스 동의 요청",
        body_ko="{company}의 근로자가 근로지원인 서비스를 신청했습니다({case_number}). "
        "{days}일 안에 동의 여부를 답해 주세요. {link}",
        title_en="Please answer a request for consent",
        body_en="A worker of {company} has applied for a work assistant ({case_number}). "
        "Please answer in {days} days. {link}",
        path="/work/",
    ),
    "consent_reminder": Letter(
        title_ko="동의 요청에 아직 답하지 않으셨습니다",
        body_ko="근로지원인 서비스 동의 요청({case_number})의 답을 기다립니다. "
        "앞서 보낸 링크나 업무함에서 답할 수 있습니다.",
        title_en="A request for consent still waits for your answer",
        body_en="The request for consent ({case_number}) still waits. Please use the link sent before, or your inbox.",
        path="/work/",
    ),
    "supplement_requested": Letter(
        title_ko="더 내야 할 서류가 있습니다",
        body_ko="신청({case_number})에 보완이 필요합니다: {note} 정해진 날까지 내지 않으면 신청이 반려됩니다.",
        title_en="Some papers are missing",
        body_en="Your application ({case_number}) needs more: {note} Without it the application will be returned.",
    ),
    "application_returned": Letter(
        title_ko="신청이 반려되었습니다",
        body_ko="신청({case_number})이 반려되었습니다. 사유: {reason} 언제든지 다시 신청할 수 있습니다.",
        title_en="The application was returned",
        body_en="The application ({case_number}) was returned. Reason: {reason} You may apply again at any time.",
    ),
    "deadline_near": Letter(
        title_ko="법정 처리기한이 다가옵니다",
        body_ko="{name} 님의 신청({case_number})은 {due}까지 결정해야 합니다.",
        title_en="A statutory deadline is near",
        body_en="The application of {name} ({case_number}) must be decided by {due}.",
        path="/work/",
    ),
    "decision_issued": Letter(
        title_ko="신청 결과가 나왔습니다",
        body_ko="{name} 님의 신청({case_number})이 결정되었습니다. 결정 통지서를 확인해 주세요. "
        "이의가 있으면 통지받은 날부터 {objection_days}일 안에 이의신청을 할 수 있습니다.",
        title_en="Your application has been decided",
        body_en="The application of {name} ({case_number}) has been decided. Please read the decision notice. "
        "You may object within {objection_days} days of the notice.",
    ),
    "objection_extended": Letter(
        title_ko="이의신청 검토 기간이 늘어났습니다",
        body_ko="이의신청({case_number})을 더 살펴야 해서 검토 기간을 한 번 늘렸습니다.",
        title_en="The review of your objection takes longer",
        body_en="Your objection ({case_number}) needs a closer look; the period was extended once.",
    ),
    "objection_decided": Letter(
        title_ko="이의신청 결과가 나왔습니다",
        body_ko="이의신청({case_number})의 결과입니다: {answer}",
        title_en="Your objection has been decided",
        body_en="The outcome of your objection ({case_number}): {answer}",
    ),
    "application_withdrawn": Letter(
        title_ko="신청이 취하되었습니다",
        body_ko="{name} 님이 신청({case_number})을 취하했습니다. 열려 있던 일은 모두 닫혔습니다.",
        title_en="The application was withdrawn",
        body_en="{name} has withdrawn the application ({case_number}). Everything that was open is closed.",
    ),
    "application_cancelled": Letter(
        title_ko="신청이 취소되었습니다",
        body_ko="신청({case_number})이 소속기관에 의해 취소되었습니다. 사유: {reason}",
        title_en="The case was cancelled",
        body_en="The branch office has cancelled the application ({case_number}). Reason: {reason}",
    ),
}
