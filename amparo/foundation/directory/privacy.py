"""Personal data in the directory: contacts of organizations, addresses of safe houses, remarks."""
