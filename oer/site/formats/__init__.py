"""Dates as they are written in Finland, where Django has another country's habit. Read by its name (FORMAT_MODULE_PATH)."""
