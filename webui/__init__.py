"""The only HTTP of the system: pages, API, webhooks."""
