"""Code lists about people: the fifteen legal disability types (장애인복지법 시행령 별표 1), severity, language."""

from django.db import models


class DisabilityType(models.TextChoices):
    """The fifteen legal types."""

    PHYSICAL = "PHYSICAL", "지체장애"
    BRAIN_LESION = "BRAIN_LESION", "뇌병변장애"
    VISUAL = "VISUAL", "시각장애"
    HEARING = "HEARING", "청각장애"
    SPEECH = "SPEECH", "언어장애"
    FACIAL = "FACIAL", "안면장애"
    KIDNEY = "KIDNEY", "신장장애"
    HEART = "HEART", "심장장애"
    LIVER = "LIVER", "간장애"
    RESPIRATORY = "RESPIRATORY", "호흡기장애"
    OSTOMY = "OSTOMY", "장루·요루장애"
    EPILEPSY = "EPILEPSY", "뇌전증장애"
    INTELLECTUAL = "INTELLECTUAL", "지적장애"
    AUTISTIC = "AUTISTIC", "자폐성장애"
    MENTAL = "MENTAL", "정신장애"


class DisabilitySeverity(models.TextChoices):
    """Severe (중증) opens the service; mild (경증) only with a need determination."""

    SEVERE = "SEVERE", "중증"
    MILD = "MILD", "경증"


class Language(models.TextChoices):
    """In which language the system speaks to a person."""

    KO = "ko", "한국어"
    EN = "en", "English"
