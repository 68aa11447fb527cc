"""What a report is made of, and the writers that turn it into a page, a document and a workbook."""
