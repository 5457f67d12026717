"""What every pillar stands on."""
