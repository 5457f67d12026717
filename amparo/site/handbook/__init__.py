"""The handbook as it stands in `docs/handbook`, shown and searched in the product."""
