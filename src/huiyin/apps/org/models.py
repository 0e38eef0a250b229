"""Offices, their units, posts and people, their calendars and dated policies.

An office is one public body on this desk. A person works in one office and one unit and
holds roles there (rules.md §4); a role grant is dated, never deleted. What an office may
decide for itself (time limits, warning leads) is a dated policy row, never a constant.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """Opening hours and days of an office; days and years stand in their own rows."""

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    week = models.JSONField()  # {"0": [["08:30", "12:00"], …], …}; Monday is 0
    moved_hours = models.JSONField()  # hours of a moved working day
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class CalendarYear(models.Model):
    """A year whose holidays are known; confirmed once a person has looked at it."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=200)
    confirmed_by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once"),
        )

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.year}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: holiday, moved working day, or own hours."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        WORKDAY = "workday", _("Moved working day")
        HOURS = "hours", _("Own hours")

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    hours = models.JSONField(null=True)
    note = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class CalendarEdit(models.Model):
    """What made a version of a calendar: days with what stood there before, so that any earlier
    version can be read again and a running clock is counted on the days it was promised on.

    `days` holds [day, kind, hours, kind before, hours before, note]; kind `normal` follows the
    weekday. `year` is set where all of a year became known, `year_is_new` if it was not before.
    """

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="edits")
    version = models.PositiveIntegerField()  # the one it made
    at = models.DateTimeField()
    by = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+")
    days = models.JSONField()
    year = models.PositiveSmallIntegerField(null=True)
    year_is_new = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["calendar", "version"], name="calendar_edit_once"),
        )

    def __str__(self) -> str:
        return f"{self.calendar_id} v{self.version}"


class Office(models.Model):
    """One public body on this desk."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="offices")
    signature = models.CharField(max_length=120)  # the name every answer is signed with
    contact = models.JSONField(default=dict)  # hotline, mailbox, post address shown to the public

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A department of an office."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="unit_name_once"),)

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who works at the desk. Reporters are never rows here."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="people")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """Roles of rules.md §4; codes are the ones the transition tables name."""

    DUTY = "duty", _("Duty officer")
    OFFICE = "office", _("Office")
    HANDLER = "handler", _("Handler")
    DEPT_HEAD = "dept_head", _("Department head")
    GROUP = "group", _("Leading group")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    CUSTODIAN = "custodian", _("Contact officer")
    ADMIN = "admin", _("Administrator")


class RoleGrant(models.Model):
    """A role held for a time; ended, never deleted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(until_at=None),
                name="role_held_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Recusal(models.Model):
    """Somebody who has no part in a matter: of a case, or (below zero) of the integrity lane.

    A `blind` person does not see that there is such a matter; another sees it and takes no step.
    """

    class Cause(models.TextChoices):
        SELF = "self", _("Stood back")
        ACCUSED = "accused", _("Accused")
        SUPERIOR = "superior", _("Superior of the accused")
        UNIT = "unit", _("Department of the accused")

    matter = models.BigIntegerField()  # a case's id, or less than zero: one of the lane
    person = models.ForeignKey(Person, models.PROTECT, related_name="recusals")
    cause = models.CharField(max_length=10, choices=Cause)
    blind = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "matter"], name="recused_once"),)

    def __str__(self) -> str:
        return f"{self.matter} {self.person_id} {self.cause}"


class WrongTry(models.Model):
    """How often in a row a sign-in name was tried with a wrong password, see `signing`."""

    name = models.BinaryField(max_length=16, primary_key=True)
    tries = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tries} {self.last_at}"


class FactorReset(models.Model):
    """A lost second factor: asked for by one administrator, granted by another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="factor_resets")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(settled_at=None), name="factor_reset_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at}"


class Policy(models.Model):
    """A dated decision of an office, e.g. `limit.concern` = `H36` from a day on."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="policies")
    key = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)
    since_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "key", "since_at"], name="policy_once"),
        )

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class OfficePreset(models.Model):
    """A version of an office's own preset of time limits; edited by adding the next version."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="presets")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    copied_from = models.CharField(max_length=60)  # "xinfang@1"
    content = models.JSONField()  # in the shape of `rules.presets.written`
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "name", "version"], name="preset_once"),
        )

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


class Counter(models.Model):
    """The last number given in a series of an office and year (case, order, statement)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="counters")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["office", "series", "year"], name="counter_once"),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class Post(models.Model):
    """A seat that is told of escalated matters, whoever sits on it (岗位).

    It gives no rights: what a person may do follows from roles. A vacant post is held by `acting`,
    if anybody; the desk shows one that nobody holds.
    """

    class Rung(models.TextChoices):
        HEAD = "head", _("Head of the department")
        DEPUTY = "deputy", _("Deputy head in charge")
        OFFICE = "office", _("Office")
        GROUP = "group", _("Leading group")

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=80)
    rung = models.CharField(max_length=10, choices=Rung)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="posts")  # None: all
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="posts")
    acting = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=models.Q(ended_at=None),
                name="post_name_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Leave(models.Model):
    """Somebody is away, and who is told in their place."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves")
    substitute = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)  # None: until they are back
    reason = models.CharField(max_length=120, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["person", "-since_at"], name="leave_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.since_at}"


class Shift(models.Model):
    """Somebody is on duty for a time (值班)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="shifts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="shifts")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["office", "until_at"], name="shift_of_office"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.since_at}"
