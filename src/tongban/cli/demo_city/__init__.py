"""The demonstration: an invented city at work, made by the real operations.

Ninety days are lived through in order of time, up to the moment of building. Every act goes through
`tongban.cases.operations`, and every message to another system is given to that system's simulator
in this process, so that our books and theirs agree.
"""
