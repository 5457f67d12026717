"""What is done at the command line: files of HTCDS."""
