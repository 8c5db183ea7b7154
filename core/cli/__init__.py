"""The command line: a thin face on ``pipeline``.

Exit 0 when done, 2 with one line ``error [CODE]: …`` on stderr, 70 with such a line for what nobody
foresaw, 130 when interrupted. Progress goes to stderr; ``--json`` prints one JSON object on stdout at the
end and nothing else there.
"""

from . import about, accuracy, change, exploring, job, labelling, questions, reporting
from .app import cli
from .exits import main, run

__all__ = [
    "about",
    "accuracy",
    "change",
    "cli",
    "exploring",
    "job",
    "labelling",
    "main",
    "questions",
    "reporting",
    "run",
]
