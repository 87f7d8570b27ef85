"""Short messages over the signed wire."""
