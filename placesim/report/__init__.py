"""Reports people read: on the terminal and as a page. Knows outcomes; changes no figure."""
