"""Referrals out and in: preparation, extract, answers, links, outcomes."""
