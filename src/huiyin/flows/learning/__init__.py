"""Learning to classify: from the project's own texts, and from what an office corrected."""
