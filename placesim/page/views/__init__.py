"""Views: what each address of the page answers."""
