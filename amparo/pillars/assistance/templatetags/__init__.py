"""What pages of assistance say in their own words."""
