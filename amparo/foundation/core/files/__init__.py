"""Files that people send and receive: uploads, checks, downloads, virus scanner."""
