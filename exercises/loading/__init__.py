"""From readable files to rows: `read_library` checks everything, `store` writes what differs."""

from exercises.loading.documents import LibraryProblems, Problem
from exercises.loading.reading import LIBRARY_FOLDER, read_library
from exercises.loading.storing import Change, store

__all__ = ["LIBRARY_FOLDER", "Change", "LibraryProblems", "Problem", "read_library", "store"]
