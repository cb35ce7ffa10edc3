"""The offices, agencies and companies of the programme, who works there in which role, and where the work is done."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from records.people.models import Person


class OrganisationKind(models.TextChoices):
    """What an organisation is in the programme."""

    HEADQUARTERS = "headquarters", "본부"
    BRANCH_OFFICE = "branch_office", "소속기관"
    IMPLEMENTING_AGENCY = "implementing_agency", "수행기관"
    TRAINING_AGENCY = "training_agency", "교육기관"
    COMPANY = "company", "사업체"


class Role(models.TextChoices):
    """Roles held by membership; the ids are the lane ids of the diagrams."""

    EMPLOYER = "employer", "사업주"
    AGENCY = "agency", "수행기관 담당"
    AGENCY_MANAGER = "agency_manager", "수행기관 책임"
    INSTITUTE = "institute", "교육기관 담당"
    BRANCH = "branch", "소속기관 담당"
    EVALUATOR = "evaluator", "평가 담당"
    BRANCH_MANAGER = "branch_manager", "소속기관 결재"
    HEADQUARTERS = "headquarters", "본부 담당"
    ANALYST = "analyst", "업무 분석"
    APPROVER = "approver", "배포 승인"
    SUPERVISOR = "supervisor", "진행 관리"
    ADMINISTRATOR = "administrator", "시스템 관리"
    AUDITOR = "auditor", "감사"


class Region(models.Model):
    """One of the seventeen provinces (시도); the code is that of the map."""

    code = models.CharField(max_length=20, primary_key=True)
    name_ko = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_ko


class Organisation(models.Model):
    """An office or body; `districts` names the 시군구 a branch office serves where its province has several."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations")
    districts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "region"], name="organisation_kind_region")]

    def __str__(self) -> str:
        return self.name_ko


class Membership(models.Model):
    """The person holds the role at the organisation from since_date through until_date (inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "role"], name="membership_by_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until_date__isnull=True),
                name="a_role_is_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("since_date")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Workplace(models.Model):
    """Where a supported worker works, as the application form names it, with the employer's contact."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    company = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="workplaces")
    company_name = models.CharField(max_length=120)
    representative = models.CharField(max_length=80)
    business_number = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="workplaces")
    contact_name = models.CharField(max_length=80)
    contact_mobile = models.CharField(max_length=20)
    contact_email = models.EmailField(blank=True)
    worker_count = models.PositiveIntegerField(null=True, blank=True)
    disabled_worker_count = models.PositiveIntegerField(null=True, blank=True)
    industry = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["business_number"], name="workplace_business_number")]

    def __str__(self) -> str:
        return self.company_name
