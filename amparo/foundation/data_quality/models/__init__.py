"""Records of data quality: issues found by checks, and reminders to those who are asked."""

from .issues import DataIssue
from .reminders import DataReminder

__all__ = ["DataIssue", "DataReminder"]
