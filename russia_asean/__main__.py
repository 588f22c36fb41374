"""Run the commands: ``python -m russia_asean``."""

from russia_asean.cli import main

if __name__ == "__main__":
    main()
