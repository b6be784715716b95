"""Cards: curated, cited answers to questions that no measurement settles.

cards/     the cards, a TOML file an area
card       the type of a card, and reading them
search     which cards a question is about
"""
