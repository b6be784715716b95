"""Rules by area; `registry` puts them in the order in which they are documented."""
