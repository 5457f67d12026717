"""What the roof itself keeps in the database: a table that every process counts in."""
