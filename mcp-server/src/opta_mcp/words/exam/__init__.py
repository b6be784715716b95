"""The exam that a model takes before it may word anything.

bank       forty closed questions over given findings (bank.toml)
sitting    asks them, then for free answers, and counts
record     keeps results by the model's digest
"""

from opta_mcp.words.exam.record import failed_note, keep, noted, recall, summary, told
from opta_mcp.words.exam.sitting import ExamResult, take

__all__ = ["ExamResult", "failed_note", "keep", "noted", "recall", "summary", "take", "told"]
