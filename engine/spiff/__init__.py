"""The only code that speaks SpiffWorkflow."""
