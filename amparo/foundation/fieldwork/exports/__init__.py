"""Export of the answers to a form as JSON, CSV, XLSX or Parquet."""
