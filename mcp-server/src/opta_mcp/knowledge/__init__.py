"""Cards: curated, cited answers to questions that no measurement settles."""
