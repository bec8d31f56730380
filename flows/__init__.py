"""What runs and when: the year as Prefect flows."""
