"""`python -m placesim` is the command `placesim`."""

from placesim.cli import main

if __name__ == "__main__":
    main()
