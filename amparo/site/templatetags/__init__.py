"""What pages of the house say in their own words."""
