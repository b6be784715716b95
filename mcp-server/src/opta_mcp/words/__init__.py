"""What a model may say under a diagnosis: the sentence gate and the exam.

gate         one sentence after another, kept or dropped with a reason
checks/      what may stand against a sentence, a concern a module
carry        a sentence piece by piece, each an excerpt of a statement
excerpt      where a piece stands in a statement
facts        all that a sentence may rest on
statements   a finding as statements and measured values
question     what the question gives: the complaint, and yes or no where the rules gave it
sentence     a model's sentence: its yes or no, what it announces itself as
reading      text -> words by their stem, names, quantities, links between clauses
quantities   numbers with units, and when one says another
stems        one key for the forms of a word
lexicon      every word list, with its reason
splitter     a stream of text -> sentences

prompt       findings and cards as a model is given them
wording      a model's words, streamed through the gate
exam/        forty closed questions, then free answers: whether a model may word at all
"""
