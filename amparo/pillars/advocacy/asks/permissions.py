"""Who sees and keeps advocacy asks."""
