"""The six pillars of protecting and assisting migrants."""

# In which order their apps are installed, and with it their menus, panels and worklists.
ORDER = ("assistance", "advocacy", "evidence", "guidance", "dialogue", "training")
