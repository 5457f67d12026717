"""The public site: services, help requests, complaints, surveys; without an account."""
