"""Written callback regulations as data, and the obligations that they make."""
