"""Background jobs measured: our workers beside plain Celery, each as real worker processes on the same servers."""
