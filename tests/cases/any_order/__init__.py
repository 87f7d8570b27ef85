"""Whatever officers, systems and applicants do in whatever order: the table holds, nothing is lost."""
