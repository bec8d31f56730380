"""What is kept: submissions and their bytes, facts, findings. The records are the truth; events are hints."""
