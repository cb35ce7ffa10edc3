"""The notices of an evaluation; the keys are the ``notice`` headers in the diagram."""

from processes.shared.letters import Letter

LETTERS: dict[str, Letter] = {
    "visit_dates_proposed": Letter(
        title_ko="방문 날짜를 골라 주세요",
        body_ko="평가 담당자가 방문 날짜를 제안했습니다({case_number}). 기한까지 고르지 않으면 첫 날짜로 정해집니다.",
        title_en="Please pick a date for the visit",
        body_en="The evaluator has proposed dates ({case_number}). If you do not choose in time, the first one stands.",
    ),
    "visit_fixed": Letter(
        title_ko="평가 방문일이 정해졌습니다",
        body_ko="{name} 님의 평가 방문일은 {visit}입니다. 장소: {place} ({case_number})",
        title_en="The date of the visit is set",
        body_en="The evaluation visit for {name} is on {visit}. Place: {place} ({case_number})",
    ),
    "opinion_requested": Letter(
        title_ko="근로지원 평가에 의견을 내실 수 있습니다",
        body_ko="{company} 근로자의 근로지원 평가({case_number})에 의견을 내실 수 있습니다. 내지 않아도 됩니다. {link}",
        title_en="You may give an opinion on an evaluation",
        body_en="You may give an opinion on the evaluation of a worker of {company} ({case_number}). "
        "It is optional. {link}",
        path="/work/",
    ),
    "evaluation_withdrawn": Letter(
        title_ko="평가가 취하되었습니다",
        body_ko="{name} 님의 평가({case_number})가 취하되었습니다.",
        title_en="The evaluation was withdrawn",
        body_en="The evaluation of {name} ({case_number}) was withdrawn.",
    ),
    "evaluation_cancelled": Letter(
        title_ko="평가가 취소되었습니다",
        body_ko="{name} 님의 평가({case_number})가 취소되었습니다. 사유: {reason}",
        title_en="The evaluation was cancelled",
        body_en="The evaluation of {name} ({case_number}) was cancelled. Reason: {reason}",
    ),
}
