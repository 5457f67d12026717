"""Boundaries of areas that an office imported: plain public data, drawn on maps of figures.

A file waits until somebody has seen what it would do, and goes when it was imported. Of a set that
another one replaced, or that was removed, its source stays and its shapes go.
"""

import gzip
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.ui.formats import country_name

from ..boundaries import countries, files, matching, optional_dependencies, shapes
from .communities import Place

# Larger files are read and drawn by a worker.
LARGE = 1024 * 1024
WAITS = timedelta(days=1)  # a file that nobody imported


class Level(models.IntegerChoices):
    """The levels of areas that have maps."""

    ONE = 1, gettext_lazy("Level 1: regions")
    TWO = 2, gettext_lazy("Level 2: towns and districts")


def known_areas(country: str, level: int) -> list[matching.KnownArea]:
    """The places of a country on a level, by name."""
    kind = Place.Kind.REGION if level == Level.ONE else Place.Kind.TOWN
    places = Place.objects.filter(kind=kind, country=country).select_related("within")
    return [
        matching.KnownArea(
            each.pk, each.name, each.pcode,
            each.within.pcode if level == Level.TWO and each.within else "",
        )
        for each in places.order_by("name")
    ]  # fmt: skip


class About(Record):
    """Whose boundaries these are, of which areas, and from whom."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    country = models.CharField(gettext_lazy("Country"), max_length=2)
    level = models.PositiveSmallIntegerField(pgettext_lazy("area", "Level"), choices=Level)
    source = models.CharField(gettext_lazy("Source"), max_length=200)
    licence = models.CharField(gettext_lazy("Licence"), max_length=120)
    dated_on = models.DateField(gettext_lazy("Date of the source"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return f"{country_name(self.country)} · {self.get_level_display()}"

    @property
    def _about(self) -> dict[str, Any]:
        names = ("office", "country", "level", "source", "licence", "dated_on")
        return {name: getattr(self, name) for name in names}


class BoundaryUpload(About):
    """A file that waits to be imported. `rows` is what it holds beside shapes, once it was read;
    `refusal` why it cannot be.
    """

    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(editable=False)
    rows = models.JSONField(null=True, editable=False)
    refusal = models.TextField(blank=True, editable=False)
    # The properties by which it is being imported.
    code_property = models.CharField(max_length=60, blank=True, editable=False)
    name_property = models.CharField(max_length=60, blank=True, editable=False)

    audit_name = "boundaryupload"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("File with boundaries")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy("Outlines of areas that anybody may know; names nobody.")
        plain_text = {
            "source": "title of a public data set",
            "licence": "name of a licence",
            "rows": "codes and names of areas",
            "refusal": "why a file cannot be read",
            "code_property": "name of a column",
            "name_property": "name of a column",
        }

    class Events:
        uploaded = AuditEvent(gettext_lazy("File with boundaries uploaded"))
        discarded = AuditEvent(gettext_lazy("File with boundaries discarded"))

    def __str__(self):
        return f"BoundaryUpload {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("boundary-upload", args=[self.ref])

    @classmethod
    @transaction.atomic
    def upload(cls, data: bytes, *, by: User, office: Office, **about: Any) -> "BoundaryUpload":
        """Takes a file; a small one is read at once. Refused where it cannot be read, or drawn
        later.
        """
        optional_dependencies.require_installed()
        if about["dated_on"] > office.today_for(by):
            raise Refusal(_("The date is in the future. Enter the date of the data."))
        if len(data) > files.MOST_BYTES:
            raise Refusal(_("This file is too large. Import at most 25 MB at once."))
        upload = cls(
            by=by, office=office, size=len(data), content=gzip.compress(data, 6, mtime=0), **about
        )
        if upload.is_large:
            upload.save()
            find_task("read-boundaries").asked(by=by).enqueue(str(upload.ref))
        else:
            upload.rows = upload._read_rows(data)
            upload.save()
        log.log_event(by, "boundaryupload.uploaded", upload)
        return upload

    @property
    def is_large(self) -> bool:
        return self.size > LARGE

    @property
    def is_importing(self) -> bool:
        return bool(self.code_property) and not self.refusal

    def read(self) -> None:
        """Reads what the file holds; why it cannot be read stands in `refusal`. For a worker."""
        if self.rows is not None or self.refusal:
            return
        with translation.override(self.by.language or None):
            try:
                self.rows = self._read_rows(self.data)
            except Refusal as refusal:
                self.refusal = str(refusal)
        self.save(update_fields=["rows", "refusal"])

    @property
    def data(self) -> bytes:
        return gzip.decompress(bytes(self.content))

    def _read_rows(self, data: bytes) -> list[dict[str, Any]]:
        features = files.read_file(data)
        self._check_where(features)
        find_crossed = optional_dependencies.drawing().find_crossed
        return [
            {"properties": each.properties, "fault": each.fault or find_crossed(each)}
            for each in features
        ]

    def _check_where(self, features: list[files.Feature]) -> None:
        """Refuses shapes that lie elsewhere than their country."""
        box, there = shapes.find_box(features), countries.box_of(self.country)
        if box is None:
            raise Refusal(_("No area of this file has a shape."))
        if there is None or countries.is_near(box, there):
            return
        south, west, north, east = box
        if countries.is_near((west, south, east, north), there):
            raise Refusal(
                _("Longitude and latitude are exchanged in this file. Longitude comes first in "
                  "GeoJSON: export it again.")
            )  # fmt: skip
        raise Refusal(
            _("These areas do not lie in %(country)s. Choose their country, or save the file in "
              "WGS 84 (EPSG:4326).")
            % {"country": country_name(self.country)}
        )  # fmt: skip

    def compare(self, code: str = "", name: str = "") -> matching.Comparison:
        """What an import would do, by these properties or the likeliest."""
        known, rows = known_areas(self.country, self.level), self.rows or []
        names = matching.property_names(rows)
        code = code if code in names else matching.guess_code(rows, self.level, known)
        name = name if name in names else matching.guess_name(rows, self.level, code)
        return matching.Comparison(rows, code, name, known)

    @transaction.atomic
    def import_areas(self, *, by: User, code: str, name: str) -> "BoundarySet | None":
        """Makes a set of the file; a large one is made by a worker, and None is returned.

        Refused where a code stands twice or none is that of a place.
        """
        optional_dependencies.require_installed()
        lock_and_refresh(self, "code_property", "rows", "refusal")
        if self.is_importing:
            return None
        check = self.compare(code, name)
        refuse_unfit(check)
        self.code_property, self.name_property, self.refusal = check.code, check.name, ""
        self.save(update_fields=["code_property", "name_property", "refusal"])
        if self.is_large:
            find_task("import-boundaries").asked(by=by).enqueue(str(self.ref), str(by.ref))
            return None
        return self.finish(by=by)

    @transaction.atomic
    def finish(self, *, by: User) -> "BoundarySet":
        """Draws the areas, replaces the set of before, and lets the file go."""
        features = files.read_file(self.data)
        outlines = shapes.outlines_of(features, self.code_property, self.name_property)
        made = BoundarySet.make(self._maps(outlines), by=by, **self._about)
        self.delete()
        return made

    def _maps(self, outlines: Iterable[shapes.Outline]) -> dict[str, Any]:
        """One map on level 1; on level 2 one for each area of level 1, by its code."""
        draw_map = optional_dependencies.drawing().draw_map
        if self.level == Level.ONE:
            return {"": draw_map(outlines)}
        known = known_areas(self.country, self.level)
        regions = [each.code for each in known_areas(self.country, Level.ONE)]
        parts: dict[str, list[shapes.Outline]] = {}
        for each in outlines:
            if parent := matching.parent_of(each.code, known, regions):
                parts.setdefault(parent, []).append(each)
        if not parts:
            raise Refusal(
                _("No area of this file lies in a region with a code. Add codes to the regions "
                  "first.")
            )  # fmt: skip
        return {parent: draw_map(part) for parent, part in sorted(parts.items())}

    @transaction.atomic
    def discard(self, *, by: User) -> None:
        log.log_event(by, "boundaryupload.discarded", self)
        self.delete()


def refuse_unfit(check: matching.Comparison) -> None:
    """Refuses what would be no map: a code that stands twice, or none that is known."""
    if check.repeated:
        code, count = check.repeated[0]
        raise Refusal(
            _("The code %(code)s stands on %(count)s areas. Choose the property in which every "
              "area has a code of its own.")
            % {"code": code, "count": count}
        )  # fmt: skip
    if not check.matched:
        raise Refusal(
            _("No code of this file is that of a place here. Choose another property, or add the "
              "codes to the administrative areas first.")
        )  # fmt: skip


class BoundarySetQuerySet(PermissionQuerySet):
    def in_force(self) -> "BoundarySetQuerySet":
        return self.filter(replaced_by=None, removed_at=None)

    def chosen_by(self, office: Office | None) -> "dict[tuple[str, int], BoundarySet]":
        """Of each country and level the set that an office draws: its own, else that of its head
        office, else the newest of another.
        """
        own = office.pk if office else None
        above = office.parent_id if office else None
        ranked = sorted(
            self.in_force().defer("maps").order_by("-pk"),
            key=lambda each: (each.office_id != own, each.office_id != above),
        )
        found: dict[tuple[str, int], BoundarySet] = {}
        for each in ranked:
            found.setdefault((each.country, each.level), each)
        return found


class BoundarySet(About):
    """The areas of one level of a country as an office draws them.

    `maps`: as `drawing.draw_map` makes them, on level 1 one under "", on level 2 each under the
    code of its area of level 1.
    """

    maps = models.JSONField(editable=False)
    count = models.PositiveIntegerField(pgettext_lazy("boundaries", "Areas"), editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaces", editable=False
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "boundaries"

    objects = BoundarySetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Boundaries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_boundary_set_in_force",
                fields=["office", "country", "level"],
                condition=Q(replaced_by=None, removed_at=None),
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("Outlines of areas that anybody may know; names nobody.")
        plain_text = {
            "source": "title of a public data set",
            "licence": "name of a licence",
            "maps": "outlines, codes and names of areas",
        }

    class Events:
        imported = AuditEvent(gettext_lazy("Boundaries imported"))
        removed = AuditEvent(gettext_lazy("Boundaries removed"))

    def __str__(self):
        return f"BoundarySet {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("boundary-set", args=[self.ref])

    @classmethod
    @transaction.atomic
    def make(
        cls, maps: dict[str, Any], *, by: User, office: Office, country: str, level: int,
        source: str, licence: str, dated_on: date,
    ) -> "BoundarySet":  # fmt: skip
        """Puts a set in force; the one of before is replaced, and its shapes go."""
        before = cls.objects.in_force().filter(office=office, country=country, level=level)
        old = before.select_for_update().first()
        if old:  # of two that are in force the database would refuse one
            cls.objects.filter(pk=old.pk).update(removed_at=now(), maps={})
        made = cls.objects.create(
            office=office, country=country, level=level, source=source, licence=licence,
            dated_on=dated_on, by=by, maps=maps,
            count=sum(len(each["areas"]) for each in maps.values()),
        )  # fmt: skip
        if old:
            cls.objects.filter(pk=old.pk).update(removed_at=None, replaced_by=made)
        log.log_event(by, "boundaries.imported", made)
        return made

    @property
    def is_in_force(self) -> bool:
        return self.replaced_by_id is None and self.removed_at is None

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Drawn no more: the shapes go, the source stays. Twice is once."""
        lock_and_refresh(self, "removed_at", "replaced_by")
        if not self.is_in_force:
            return
        self.removed_at, self.removed_by, self.maps = now(), by, {}
        self.save(update_fields=["removed_at", "removed_by", "maps"])
        log.log_event(by, "boundaries.removed", self)

    def rings(self, parent: str = "") -> dict[str, tuple[str, tuple[shapes.Ring, ...]]]:
        """Of each code, the name and rings in degrees; nothing where there is no such map."""
        drawn = self.maps.get(parent)
        return shapes.read_rings(drawn) if drawn else {}
