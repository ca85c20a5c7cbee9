"""Attached files: the text in them, so that a material is found by what its worksheets say.

Text is read by a job, once for each content, and kept in `FileText`; a page's record takes it from there.
"""
