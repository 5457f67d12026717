"""All answers to a form taken out: as JSON, CSV, XLSX or Parquet, as they are opened."""
