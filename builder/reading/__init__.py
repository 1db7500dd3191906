"""Reading: author's files → chapters. docutils is used in this folder and nowhere else."""
