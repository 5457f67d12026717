"""OpenRosa: how ODK Collect, and whatever else fills XForms, speaks with the house."""
