"""Upgrades an installation to the version of this program: copied first, all of it or nothing."""
