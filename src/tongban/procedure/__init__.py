"""What may happen to an application: stages, acts, who may act, and who then owes what."""
