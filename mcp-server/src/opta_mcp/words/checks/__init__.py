"""What may stand against a sentence, a concern a module.

A check of a whole sentence is ``Sentence, Facts -> Objection | None``; a check of a piece holds it against the
statement that would carry it, ``Excerpt, Sentence -> Objection | None``.
"""
