"""Addresses of scripts and sheets that a page does without."""

from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError


def optional_asset_url(source: str) -> str:
    """The address of a script or sheet, by its path in `web`; empty where it was not built."""
    try:
        return DjangoViteAssetLoader.instance().generate_vite_asset_url(source)
    except DjangoViteAssetNotFoundError:
        return ""
