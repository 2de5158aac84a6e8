"""An AWS on loopback for the tests: services by moto, functions by our program, Redis by redis-server."""
