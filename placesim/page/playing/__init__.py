"""Playing: studies of the page, played step by step by processes that stay, and kept for whoever asks again."""
