"""First contact: registration, screening, and import of beneficiary lists."""
