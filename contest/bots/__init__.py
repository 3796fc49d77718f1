"""Simulated contestants. They know the server only through its public protocol, as anybody's client would."""
