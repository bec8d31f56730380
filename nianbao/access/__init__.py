"""Who may do what: people with their roles and passwords, who is signed in, and the units' keys. Knows no web."""
