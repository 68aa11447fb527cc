"""The workbook and the document of a comparison."""
