"""Printed forms: contents as frozen dataclasses, then PDF.

`forms/` says what a paper holds, `templates/` how it looks, `render.render` joins both.
"""
