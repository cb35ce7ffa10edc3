"""Branch offices, agencies, institutes, companies and who works there in which role."""
