"""Dates as they are written in Finland, where Django has the habits of other countries."""
