"""What the templates of the public site say."""
