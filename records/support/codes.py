"""Code lists of the support decision: types, states, outcomes, task categories, consents."""

from django.db import models


class SupportType(models.TextChoices):
    """The three support types (Notice Art 42②)."""

    TASK_ASSISTANCE = "TASK_ASSISTANCE", "제1유형 업무보조형"
    COMMUNICATION = "COMMUNICATION", "제2유형 의사소통형"
    ADAPTATION_GUIDANCE = "ADAPTATION_GUIDANCE", "제3유형 적응지도형"


class ApplicationState(models.TextChoices):
    """Where an application stands; the last five end it."""

    FILED = "FILED", "신청함"
    RECEIVED = "RECEIVED", "접수됨"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED", "보완 요청"
    APPROVED = "APPROVED", "승인"
    IN_SERVICE = "IN_SERVICE", "지원 중"
    REFUSED = "REFUSED", "거부"
    RETURNED = "RETURNED", "반려"
    WITHDRAWN = "WITHDRAWN", "취하"
    CANCELLED = "CANCELLED", "취소"


OPEN_STATES = (ApplicationState.FILED, ApplicationState.RECEIVED, ApplicationState.SUPPLEMENT_REQUESTED)
DECIDED_STATES = (ApplicationState.APPROVED, ApplicationState.IN_SERVICE, ApplicationState.REFUSED)


class DecisionOutcome(models.TextChoices):
    """What a decision notice says."""

    APPROVED = "APPROVED", "승인"
    REFUSED = "REFUSED", "거부"
    RETURNED = "RETURNED", "반려"


class ObjectionState(models.TextChoices):
    """An objection is open until headquarters decides it."""

    FILED = "FILED", "심사 중"
    UPHELD = "UPHELD", "인용"
    REJECTED = "REJECTED", "기각"
    WITHDRAWN = "WITHDRAWN", "취하"


class EvaluationState(models.TextChoices):
    """A visit is planned, made, and its result confirmed."""

    OPEN = "OPEN", "진행 중"
    VISIT_SET = "VISIT_SET", "방문일 정해짐"
    CONFIRMED = "CONFIRMED", "확정"
    CANCELLED = "CANCELLED", "취소"


class TaskCategory(models.TextChoices):
    """Only what is ancillary to the job is supported; the core is the worker's own."""

    CORE = "CORE", "핵심업무"
    ANCILLARY = "ANCILLARY", "부수업무"


class ConsentKind(models.TextChoices):
    """The separate consents of the application form (별지 제45호)."""

    PERSONAL_DATA = "PERSONAL_DATA", "개인정보 수집·이용"
    SENSITIVE_DATA = "SENSITIVE_DATA", "민감정보 처리"
    UNIQUE_IDENTIFIER = "UNIQUE_IDENTIFIER", "고유식별정보 처리"
    THIRD_PARTY = "THIRD_PARTY", "제3자 제공"
    ADMINISTRATIVE_DATA_SHARING = "ADMINISTRATIVE_DATA_SHARING", "행정정보 공동이용"
