"""Parcels followed and called back over the signed wire."""
