"""Tongban (通办): remote applications for resident identity cards inside one city."""

__version__ = "0.1.0"
