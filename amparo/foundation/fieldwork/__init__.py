"""Forms, submissions, devices and the offline app."""
