"""What templates of every course say of codes."""
