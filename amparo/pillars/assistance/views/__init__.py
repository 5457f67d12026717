"""Cases on the screen, thin: find the record, ask it to do one thing, show what changed."""
