"""A version or a draft as structured text: what the diagram, its forms and its decisions say, for people who read."""
