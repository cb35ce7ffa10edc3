"""The plan of the house, as tests."""
