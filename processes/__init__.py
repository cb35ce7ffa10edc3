"""The lifecycles: diagrams, forms, decisions and their handlers side by side."""
