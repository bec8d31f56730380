"""File → Document: whatever a unit sends, as text with an outline, tables, and a place for every character."""
