"""Broadcasts: messages to those who subscribed themselves, in batches that can be paused."""
