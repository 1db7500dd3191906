"""The reading wing: author's files → chapters. docutils is opened in here and nowhere else."""
