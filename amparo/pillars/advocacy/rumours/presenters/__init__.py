"""How rumours are shown."""
