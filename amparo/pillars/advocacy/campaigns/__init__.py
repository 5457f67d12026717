"""Campaigns: planned sets of messages, where they are placed, whom they reached, what changed."""
