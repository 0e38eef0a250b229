"""Settings: `env` reads them strictly; one Django settings module for each process."""
