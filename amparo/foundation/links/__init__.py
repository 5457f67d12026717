"""Links: what rests on what across pillars, and counted patterns of unmet needs."""
