"""An app with a job that hangs, for killing the worker in the middle of it."""
