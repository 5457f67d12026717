"""The OpenRosa protocol: ODK Collect and other clients that fill XForms."""
