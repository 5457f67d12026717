"""The map of a list of services, for the public and for colleagues: fetched only by a tap.

It draws what the list has a point for (`ServiceAtLocation.map_point`), and nothing else: what is
confidential is on no map, whoever looks.
"""

from amparo.ui.assets import optional_asset_url

SCRIPT, BUTTON_SHEET = "src/public/map.ts", "src/public/map_button.css"


def service_map_script() -> str:
    """The address of the script; empty where it was not built: the list has all of the map."""
    return optional_asset_url(SCRIPT)


def map_button_sheet() -> str:
    """The address of what hides the button of the map on pages of colleagues without scripts."""
    return optional_asset_url(BUTTON_SHEET)
