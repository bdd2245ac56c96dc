"""Results as people read them: numbers as text, charts and sections; nothing here computes a figure."""
