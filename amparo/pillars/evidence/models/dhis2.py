"""Which codes of DHIS2 our indicators, their cells and our offices are."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from .indicators import Indicator


class DHIS2DataElement(Record):
    """Which data element of DHIS2 an indicator is, and which category option combination each of
    its cells: `option_combos` by the label of the cell, "" of the total.
    """

    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="dhis2")
    uid = models.CharField(pgettext_lazy("DHIS2", "Data element"), max_length=11)
    option_combos = models.JSONField(default=dict)

    audit_name = "dhis2dataelement"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("DHIS2 data element")

    class Privacy:
        no_owner = gettext_lazy("Codes of another system; names nobody.")
        plain_text = {"uid": "code of another system", "option_combos": "codes of another system"}

    class Events:
        mapped = AuditEvent(gettext_lazy("DHIS2 codes of an indicator changed"))

    def __str__(self):
        return f"DHIS2DataElement {self.ref}"

    @property
    def file(self) -> "DHIS2DataElement":
        return self

    @classmethod
    @transaction.atomic
    def put(cls, indicator: Indicator, *, by: User, uid: str, option_combos: dict) -> None:
        """Maps an indicator; without a data element it is mapped no longer."""
        found, _is_new = cls.objects.get_or_create(indicator=indicator)
        found.uid, found.option_combos = uid, option_combos
        found.save()
        log.log_event(by, "dhis2dataelement.mapped", found)


class DHIS2OrgUnit(Record):
    """Which organisation unit of DHIS2 an office is."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="+")
    uid = models.CharField(gettext_lazy("Organisation unit"), max_length=11)

    audit_name = "dhis2orgunit"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("DHIS2 organisation unit")

    class Privacy:
        no_owner = gettext_lazy("Codes of another system; names nobody.")
        plain_text = {"uid": "code of another system"}

    class Events:
        mapped = AuditEvent(gettext_lazy("DHIS2 code of an office changed"))

    def __str__(self):
        return f"DHIS2OrgUnit {self.ref}"

    @property
    def file(self) -> "DHIS2OrgUnit":
        return self

    @classmethod
    @transaction.atomic
    def put(cls, office: Office, *, by: User, uid: str) -> None:
        """Maps an office; with "" it is mapped no longer."""
        found, _is_new = cls.objects.get_or_create(office=office)
        if found.uid != uid:
            found.uid = uid
            found.save()
            log.log_event(by, "dhis2orgunit.mapped", found)
