"""Outside systems: messages, documents, identity."""
