"""One reader and writer per file format, all through the same `ItemDraft`."""
