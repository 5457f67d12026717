"""Plans and projects lie in the file of their case; whom a project serves, in their own."""
