"""What is fetched only by a tap: where it lies, or nothing where this house has not built it."""

from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

MAP = "src/public/map.ts"


def built_as(source: str) -> str:
    """The address of a script that pages do without: whoever has no map still has the list."""
    try:
        return DjangoViteAssetLoader.instance().generate_vite_asset_url(source)
    except DjangoViteAssetNotFoundError:
        return ""
