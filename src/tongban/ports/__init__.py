"""One Protocol per upstream system, with its frozen messages and the kinds of error.

Nothing here knows HTTP clients, databases or Django; see ``docs/integration/wire.md``.
"""
