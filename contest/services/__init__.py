"""Use cases: what the web pages, the sockets and the command line ask for, each in one call."""
