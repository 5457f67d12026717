"""Files that people send and receive: uploads, downloads, virus scanner."""
