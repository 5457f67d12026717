"""What the protection app promises."""
