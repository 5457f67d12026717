"""What this house claims of itself, measured: kills, tries, leaks, minutes."""
