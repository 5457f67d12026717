"""Guidance: standards and tools are written, endorsed, translated, found and used."""
