"""What a model may say under a diagnosis: the sentence gate and the exam.

gate       one sentence after another, kept or dropped with a reason
reading    text -> items: words by their stem, names, quantities, links between clauses
facts      findings -> statements, each read the same way
excerpt    where a clause of a sentence stands in a statement
checks/    what may stand against a sentence, a concern a module
splitter   a stream of text -> sentences
prompt     findings and cards as a model is given them
exam/      forty closed questions, then free answers: whether a model may word at all
"""
