"""One module per printed form: what it holds, as frozen dataclasses ready for its template.

Every text is already in the words of the screen; dates and times are values, put into words by
`documents.encode`.
"""
