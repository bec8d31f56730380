"""Facts → findings: what is wrong or doubtful, said so that a person knows what to do."""
