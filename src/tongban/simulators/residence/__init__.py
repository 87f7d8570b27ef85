"""The province's residence registration platform, simulated."""
