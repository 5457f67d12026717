"""Views of the site: home, errors, and referrals answered by link."""
