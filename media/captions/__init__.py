"""Captions: read from whatever file they come in, checked, measured, edited, written as WebVTT."""
