"""Where words about answers between bureaus are kept: events hold none."""

CONTRADICTING = "ANSWER_CONTRADICTING"
"""The kind of paper with an answer that says otherwise than the one that counts."""
SETTLED = "ANSWER_SETTLED"
"""The kind of paper that says by which answer the home bureau stands, and who asked it."""
WHY_UNCHANGED = "answer"
"""In the text of a version: why what was returned comes again as it was (第十条)."""
