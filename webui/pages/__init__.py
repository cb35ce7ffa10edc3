"""Pages for people: sign-in, inbox, work item, my page."""
