"""The demo: a made-up country with people, cases and colleagues, to look around in."""
