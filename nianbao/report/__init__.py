"""Consolidation → one view model → HTML, DOCX, PDF, XLSX, JSON and letters."""
