"""Papers from blueprints: blueprints kept and edited, forms assembled, seen, changed by hand, taken into a heat."""

# Each module adds its views to the desk's blueprint when it is imported.
from contest.web.desk.papers import editor, missing, output, result, shelf, swapping

__all__ = ["editor", "missing", "output", "result", "shelf", "swapping"]
