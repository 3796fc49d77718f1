"""Blocking work (the database, password hashes) runs in the hub's pool of OS threads, so that no phone waits for it.

In a command, where nothing is patched and no hub serves anybody, it simply runs.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent
from gevent import monkey

P = ParamSpec("P")
T = TypeVar("T")


def off_hub(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns or raises; other greenlets run meanwhile."""
    if not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    return gevent.get_hub().threadpool.apply(work, args, kwargs)
