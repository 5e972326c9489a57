"""What the end-to-end tests share: the server as a process, its clients, files made in code."""
