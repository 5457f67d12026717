"""Reading of imported tables: CSV and XLSX, with problems as sentences."""
