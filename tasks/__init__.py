"""The steps of a run: a task exists only for a retry, a run name, a log line, an artifact or a fan-out."""
