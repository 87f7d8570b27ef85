"""HTTP clients of the upstream systems; each only translates, the base client does the rest."""
