"""The population system from the other side."""
