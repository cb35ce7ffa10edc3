"""How people prove who they are: accounts, second factors, one-time codes and links, and what was tried.

Nothing here holds a secret in the clear: passwords are argon2, codes and tokens are keyed
hashes, TOTP secrets are sealed.
"""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, as Django's session login does (natural key)."""


class Account(AbstractBaseUser):
    """One sign-in for one person (1인 1계정). `totp_last_step` is the newest time step that was spent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField("records.Person", models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    totp_secret = models.BinaryField(null=True, blank=True)
    totp_confirmed_at = models.DateTimeField(null=True, blank=True)
    totp_last_step = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["person"]


class RecoveryCode(models.Model):
    """A code for the day the phone is lost: shown once, kept as a keyed hash, good once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} ({'used' if self.used_at else 'open'})"


class FactorLock(models.Model):
    """Failures in a row of one factor of one account or link; every fifth doubles the wait, no wait is for ever."""

    subject_id = models.UUIDField()
    factor = models.CharField(max_length=20)
    failures = models.PositiveIntegerField(default=0)
    locked_until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "factor"], name="one_lock_a_factor")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.factor}: {self.failures}"


class AccessLink(models.Model):
    """A link for somebody without an account (an employer): only the token's hash is kept; a code by SMS opens it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=40)
    instance_id = models.UUIDField(null=True, blank=True, db_index=True)
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    mobile = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"


class OneTimeCode(models.Model):
    """Six digits sent by SMS; its id is the challenge. Good once, for five minutes, for five tries."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="codes")
    link = models.ForeignKey(AccessLink, models.CASCADE, null=True, blank=True, related_name="codes")
    channel = models.CharField(max_length=10)
    code_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, link__isnull=True) | Q(account__isnull=True, link__isnull=False),
                name="code_is_for_an_account_or_a_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Scope(models.TextChoices):
    """What a token may do in its person's name, at most."""

    READ = "work:read", "할 일 읽기"
    COMPLETE = "work:complete", "할 일 처리하기"


class ApiToken(models.Model):
    """A key for a person's program: only its keyed hash is kept. Good while `password_stamp` is that of the account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    token_hash = models.BinaryField(max_length=32, unique=True)
    #: SHA-256 of the account's (argon2) password hash on the day the token was made.
    password_stamp = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.account_id})"


class SignInAttempt(models.Model):
    """What was tried, from where, with which outcome; failed ones also count against the address."""

    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="attempts")
    username = models.CharField(max_length=60, blank=True)
    factor = models.CharField(max_length=20)
    passed = models.BooleanField()
    ip = models.GenericIPAddressField(null=True, blank=True)
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["ip", "tried_at"], name="attempt_by_address", condition=Q(passed=False)),
            models.Index(fields=["account", "-tried_at"], name="attempt_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.tried_at} {self.factor} {'passed' if self.passed else 'failed'}"
