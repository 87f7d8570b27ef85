"""The population system from the other side, with its synthetic people."""
