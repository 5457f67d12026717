"""Synchronisation of the offline app: bundle, commands, deliveries, and the app itself."""
