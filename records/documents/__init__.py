"""Files by random id: attachments and issued papers."""
