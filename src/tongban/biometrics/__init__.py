"""ID photo and fingerprints: what was captured and whether it will do. No Django."""
