"""An export as a job of the desk: the file is written where it waits to be fetched, and what it lost is told."""

from collections import Counter
from pathlib import Path
from typing import Any

from contest.clock import from_ms
from contest.database import reading
from contest.services.bench import Bench
from contest.services.export_items import exportable, write_items

TOLD = 200


def export_work(request: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """`request`: `path` to write to, `format`, `parameters`, `statuses` (all where there is none), and `embargoed`:
    whether items under embargo go along. The outcome counts the items, those held back, and what was lost of them by
    field, and names the first losses."""
    bench.tell(None, "reading")
    now, wishes = from_ms(bench.clock.now_ms()), (request["parameters"], request["statuses"], request["embargoed"])
    with reading(bench.engine) as connection:
        found = exportable(connection, now, *wishes)
    bench.tell(None, "writing")
    written = write_items(found, request["format"])
    Path(request["path"]).write_bytes(written.content)
    by_field = Counter((loss.field, loss.reason) for loss in written.losses)
    return {
        "items": len(found.items),
        "held_back": found.held_back,
        "lost": [
            {"field": field, "reason": reason, "items": count} for (field, reason), count in by_field.most_common()
        ],
        "losses": [loss._asdict() for loss in written.losses[:TOLD]],
    }
