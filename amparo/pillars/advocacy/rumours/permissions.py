"""Who sees and keeps rumours."""
