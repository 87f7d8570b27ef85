"""Look-ups on the residence registration platform over the signed wire."""
