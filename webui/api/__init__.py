"""The API for programs: JSON, bearer tokens, one shape of errors. Version 1 lies under /api/v1/; see docs/api.md."""
