"""The commands that answer from the rules alone: no database, no server."""
