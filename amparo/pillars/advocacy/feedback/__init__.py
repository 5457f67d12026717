"""Feedback: complaints with a code, who receives and answers them, and what we changed."""
