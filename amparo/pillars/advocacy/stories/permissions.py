"""Who sees and keeps stories."""
