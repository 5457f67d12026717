"""What the pages about persons and pairs of persons show to one reader."""
