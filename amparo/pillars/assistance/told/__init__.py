"""What is told to a person who asks what we hold about them: to read, and for a machine."""
