"""Load and fault runs over a server, beside others (see measure_server.py)."""
