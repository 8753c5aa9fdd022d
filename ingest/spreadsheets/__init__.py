"""A catalogue as a spreadsheet, there and back."""
