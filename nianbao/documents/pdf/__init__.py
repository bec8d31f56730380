"""Parse the pages of a PDF. The one package that knows pdfium and pdfplumber; runs in a child process only."""
