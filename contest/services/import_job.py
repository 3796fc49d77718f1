"""One import from the file to the bank, in a process that does nothing else: what it is asked, does and tells.

The file is read under limits, rows that were corrected in the browser take the place of those that were refused, the
plan is made while others go on working, and what enters does so as one transaction.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from contest.clock import from_ms
from contest.database import reading, writing
from contest.services.bench import Bench, WorkRefused
from contest.services.import_items import BankChanged, prepare_import, write_import
from contest.services.import_plan import Importer, ImportPlan, plan_import
from contest.services.import_preview import preview_of
from contest.services.reading_limits import limited
from question_bank.exchange.corrections import corrected
from question_bank.exchange.formats import read_file
from question_bank.exchange.reading import BadExchange, Remark
from question_bank.exchange.set_aside import set_aside

ATTEMPTS = 3
BAD_FILE = "bad_file"


class ImportRequest(msgspec.Struct, frozen=True):
    """`file` is what people call the file that lies at `path`; `corrections` are cells by `corrections.key_of`.

    `store`: put it in, else only tell what would happen; `leave_refused`: rows that are refused keep nobody else out.
    `set_aside` and `preview` are files to be written.
    """

    path: str
    file: str
    now_ms: int
    format: str = "auto"
    store: bool = False
    leave_refused: bool = False
    account: str | None = None
    everything: bool = True
    corrections: dict[str, dict[str, str]] = {}
    set_aside: str | None = None
    preview: str | None = None

    @property
    def importer(self) -> Importer:
        return Importer(self.account, self.everything)


class Told(msgspec.Struct, frozen=True):
    """A `Remark`, for JSON."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    id: str = ""
    code: str = ""
    reason: str = ""


class ImportOutcome(msgspec.Struct, frozen=True):
    """What happened, or would happen. `entered` names the import whose items now stand in the bank."""

    format: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Told] = []
    skipped: list[Told] = []
    notes: list[Told] = []
    entered: str | None = None

    @property
    def unreadable(self) -> bool:
        """Whether it was the file itself that was refused."""
        return any(each.code == BAD_FILE and not each.row for each in self.refused)


Tell = Callable[[float | None, str], None]


def import_file(engine: Engine, request: ImportRequest, tell: Tell = lambda share, step: None) -> ImportOutcome:
    """Reads, plans, and puts in what is to be put in. When the bank changes meanwhile, plans again.

    Raises `BankChanged` when it does so again and again.
    """
    tell(None, "reading")
    try:
        content = Path(request.path).read_bytes()
        with limited(len(content)):
            read = corrected(read_file(content, request.file, request.format), request.corrections)
    except OSError as error:
        return _unreadable(request, f"打不开这个文件（{error.strerror}）")
    except BadExchange as error:
        return _unreadable(request, str(error))
    for _ in range(ATTEMPTS):
        tell(None, "planning")
        with reading(engine) as connection:
            plan = plan_import(connection, read, request.importer)
            enters = request.store and _may_enter(request, plan)
            prepared = prepare_import(connection, plan, request.importer, request.file, from_ms(request.now_ms))
        _write_files(request, plan)
        if not enters:
            return _outcome(plan, None)
        tell(None, "writing")
        try:
            with writing(engine) as connection:
                write_import(connection, prepared)
        except (BankChanged, IntegrityError):
            continue
        return _outcome(plan, prepared.id)
    raise BankChanged


def _unreadable(request: ImportRequest, reason: str) -> ImportOutcome:
    return ImportOutcome(request.format, refused=[Told(code=BAD_FILE, reason=reason)])


def _may_enter(request: ImportRequest, plan: ImportPlan) -> bool:
    return (request.leave_refused or not plan.refused) and bool(plan.new or plan.changed)


def _write_files(request: ImportRequest, plan: ImportPlan) -> None:
    if request.set_aside and plan.refused:
        Path(request.set_aside).write_bytes(set_aside(plan.refused))
    elif request.set_aside:
        Path(request.set_aside).unlink(missing_ok=True)
    if request.preview:
        Path(request.preview).write_bytes(msgspec.json.encode(preview_of(plan)))


def _outcome(plan: ImportPlan, entered: str | None) -> ImportOutcome:
    return ImportOutcome(
        format=plan.format,
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        refused=[_told(each.remark) for each in plan.refused],
        skipped=[_told(each) for each in plan.skipped],
        notes=[_told(each) for each in plan.notes],
        entered=entered,
    )


def _told(remark: Remark) -> Told:
    return Told(*remark)


def import_work(request: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """As a job of the desk; `request` is an `ImportRequest`, the outcome an `ImportOutcome`.

    Refuses with `reason` "bank_changed" when others kept changing the same items.
    """
    try:
        outcome = import_file(bench.engine, msgspec.convert(request, ImportRequest), bench.tell)
    except BankChanged as error:
        raise WorkRefused({"reason": "bank_changed"}) from error
    document: dict[str, Any] = msgspec.to_builtins(outcome)
    return document
