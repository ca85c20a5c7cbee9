"""Captions: reading them from whatever file they come in, checking them, measuring them, writing them as WebVTT."""
