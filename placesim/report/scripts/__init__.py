"""What each report says, composed once for every format."""
