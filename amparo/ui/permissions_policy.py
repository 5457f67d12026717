"""The Permissions-Policy header: what a page may ask of a device."""

# What a page of ours may ask of a device: a passkey, and no more.
ALLOWED = ("publickey-credentials-create", "publickey-credentials-get")


DENIED = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb", "web-share",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip


def permissions_policy(*, also: tuple[str, ...] = ()) -> str:
    """What this page may ask of a device; the browser still asks the person."""
    may = (*ALLOWED, *also)
    return ", ".join(
        [f"{name}=()" for name in DENIED if name not in may] + [f"{name}=(self)" for name in may]
    )
