"""The database: first tables of an app, outages, disk space, the backends."""
