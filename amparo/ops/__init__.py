"""Operating an installation: command line, doctor, backups, local network, web server."""
