"""The evaluation of work-support needs by a field visit."""
