"""Reading of tables that people bring: CSV and XLSX, with problems told in words."""
