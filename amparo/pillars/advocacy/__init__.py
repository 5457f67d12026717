"""Advocacy: messages reach those who need them, and asks reach those who can change things."""

# In which order its apps are installed.
ORDER = ("feedback", "message_bank", "rumours", "campaigns", "broadcasts", "asks", "stories")
