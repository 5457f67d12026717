"""Settings of ODK Collect as text of a QR code."""

import base64
import json
import zlib

from django.http import HttpRequest

from amparo.foundation.fieldwork.models import Device

OPENROSA_PATH = "/or/"
PROJECT_NAME, PROJECT_COLOR = "Amparo", "#0b6e6e"


def server_url(request: HttpRequest, secret: str) -> str:
    """The server URL of this device, with the host name that its user used."""
    return request.build_absolute_uri(f"{OPENROSA_PATH}{secret}")


def settings_for(device: Device, address: str) -> dict:
    """What is set for its holder: the list of forms follows ours, and what is sent is let go of.

    https://docs.getodk.org/collect-import-export/
    """
    return {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "analytics": False,
        },
        "admin": {"change_server": False},
        "project": {
            "name": f"{PROJECT_NAME} · {device.office.name}",
            "icon": "A",
            "color": PROJECT_COLOR,
        },
    }


def encode_for_qr_code(settings: dict) -> str:
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(written.encode(), 9)).decode()
