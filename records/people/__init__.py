"""People, their accounts and second factors."""
