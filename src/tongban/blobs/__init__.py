"""Encrypted content: pictures, prints and papers, kept apart from the rows that mention them.

`store` is the way in; content is addressed by a keyed hash, so that equal content is kept once and
an address tells nothing about what it addresses.
"""
