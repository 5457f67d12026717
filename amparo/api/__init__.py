"""The API for partner systems: authentication, endpoints, error responses, its documentation."""
