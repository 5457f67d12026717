"""The parts of the shell as they were built: where its script and styles are, and its worker."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

SCRIPT, STYLES, STYLES_RTL = "src/field/main.ts", "src/app.css", "src/app.rtl.css"
WORKER, MARK = "src/field/worker.ts", "src/mark.svg"


@dataclass(frozen=True)
class Built:
    """Addresses of what the page wears; empty where the house was not built with it."""

    script: str
    styles: str
    styles_rtl: str
    mark: str


def built() -> Built:
    return Built(*(address_of(each) for each in (SCRIPT, STYLES, STYLES_RTL, MARK)))


def worker() -> str | None:
    """The text of the worker, where the house was built with one."""
    there = address_of(WORKER).removeprefix(settings.STATIC_URL)
    found = finders.find(there) if there else None
    return Path(str(found)).read_text() if found else None


def manifest() -> dict[str, Any]:
    """For the telephone's own screen: a name that says nothing of whom we help."""
    return {
        "name": "Amparo",
        "short_name": "Amparo",
        "description": _("In the field"),
        "start_url": "/campo/",
        "scope": "/campo/",
        "display": "standalone",
        "icons": [{"src": address_of(MARK), "sizes": "any", "type": "image/svg+xml"}],
    }


def address_of(part: str) -> str:
    try:
        return DjangoViteAssetLoader.instance().generate_vite_asset_url(part)
    except DjangoViteAssetNotFoundError:
        return ""
