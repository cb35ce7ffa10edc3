"""What every test may ask for. Nothing starts before a test asks: tests without a database pay nothing."""

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.clock", "tests.fixtures.site", "tests.fixtures.browser"]
