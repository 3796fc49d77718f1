"""One BLAS thread for each Python thread: chunks are spread over Python threads, and a BLAS that spreads each small
product once more only makes them wait for one another."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from numpy.linalg import _umath_linalg

# numpy's wheels carry OpenBLAS under these names, with 64-bit or with 32-bit integers.
NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads", "openblas_{}_num_threads")


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Holds numpy's OpenBLAS to one thread meanwhile. Does nothing under another BLAS, which is only slower."""
    library = _library()
    if library is None:
        yield
        return
    read, write = library
    before = int(read())
    write(1)
    try:
        yield
    finally:
        write(before)


def _library() -> "tuple[ctypes._NamedFuncPointer, ctypes._NamedFuncPointer] | None":
    try:
        # A symbol is looked up in what the extension module is linked to as well, so no path need be known.
        extension = ctypes.CDLL(_umath_linalg.__file__)
    except OSError:
        return None
    for name in NAMES:
        try:
            return getattr(extension, name.format("get")), getattr(extension, name.format("set"))
        except AttributeError:
            continue
    return None
