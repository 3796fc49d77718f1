"""Speed, measured from outside against a bare Node server. Nothing here is imported by the product or by its tests."""
