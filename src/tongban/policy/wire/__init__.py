"""Situations and verdicts as JSON: one reading and one writing for command line and API."""
