"""Requests to the national credit exchange over the signed wire."""
