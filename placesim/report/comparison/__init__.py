"""What reports of a comparison say, and its page."""
