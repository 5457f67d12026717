"""Unaccompanied and separated children: their care, guardian, and best interests."""
