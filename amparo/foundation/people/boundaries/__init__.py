"""Boundaries of areas: files of offices read, matched by p-code and drawn small; countries."""
