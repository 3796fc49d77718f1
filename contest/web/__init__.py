"""The pages and the HTTP interface: parse, one call, answer."""
