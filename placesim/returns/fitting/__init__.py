"""What a council's past says about its rates: pure statistics of children and days, which know nothing of files."""
