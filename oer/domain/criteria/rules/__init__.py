"""The machine rules, by the area of their criterion. Importing this package binds every one of them.

Each function carries the name of the rule it evaluates; what it measures is the rule's `measure` in the
criteria file, with the limits of its `params`. It yields what it notices and nothing when all is well.
"""

from oer.domain.criteria.rules import (
    accessibility,
    content,
    files,
    lifecycle,
    pedagogy,
    privacy,
    rights,
)

__all__ = ["accessibility", "content", "files", "lifecycle", "pedagogy", "privacy", "rights"]
