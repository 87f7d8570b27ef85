"""The treasury from the other side."""
