"""Great Expectations suites, built from the catalogue; their verdicts become findings."""
