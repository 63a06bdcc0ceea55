"""Measures Greenlight beside floors of the same run: `python -m bench`, explained in bench/README.md."""
