"""Addresses of scripts that a page does without."""

from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError


def optional_script_url(source: str) -> str:
    """The address of a script, by its path in `web`; empty where it was not built."""
    try:
        return DjangoViteAssetLoader.instance().generate_vite_asset_url(source)
    except DjangoViteAssetNotFoundError:
        return ""
