"""The Human Trafficking Case Data Standard 2.0: cases go out and come in, and nobody is named."""
