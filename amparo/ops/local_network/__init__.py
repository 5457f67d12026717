"""HTTPS on the network of one office, without a domain: certificates, addresses, start."""
