"""What is killed while it works or serves: nothing acknowledged is lost."""
