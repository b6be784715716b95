"""Rules by area: each module exports RULES, in the order in which they are documented."""
