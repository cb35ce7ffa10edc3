"""The service application, from portal to decision."""
