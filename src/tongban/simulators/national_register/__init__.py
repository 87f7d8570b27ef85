"""The national register from the other side."""
