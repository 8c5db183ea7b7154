"""Changes of labels: what the worker tells of them, and how they are undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from .gui.qt import QUndoCommand
from .i18n import tr

if TYPE_CHECKING:
    from .session import Session, Value

_MERGE_ID = 1


class Relabel(QUndoCommand):
    """Labels that changed together; they are on disk already when it is pushed."""

    def __init__(
        self,
        session: Session,
        target: str,
        changed: list[dict[str, Any]],
        how: str,
        stroke: int | None,
    ) -> None:
        super().__init__(_describe(session, changed))
        self._session, self._target, self._stroke = session, target, stroke
        self._changed = [{**change, "how": how} for change in changed]
        self._is_silent = True  # pushing a command does it; what it says is done already

    def id(self) -> int:
        """One for all: Qt asks only those of one id whether they merge."""
        return _MERGE_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in what the same stroke painted next."""
        if self._stroke is None or other._stroke != self._stroke:
            return False
        first = {change["chip"]: change for change in self._changed}
        for change in other._changed:
            first[change["chip"]] = {**change, **_before(first.get(change["chip"], change))}
        self._changed = list(first.values())
        self.setText(_describe(self._session, self._changed))
        return True

    def redo(self) -> None:
        if not self._is_silent:
            self._session.relabel(self._target, self._changed, self._turn_back("undo"))
        self._is_silent = False

    def undo(self) -> None:
        if not self._is_silent:
            changes = [
                {
                    "chip": change["chip"],
                    "before": change["after"],
                    "after": change["before"],
                    "how": change.get("how_before") or "click",
                }
                for change in self._changed
            ]
            self._session.relabel(self._target, changes, self._turn_back("redo"))
        self._is_silent = False

    def _turn_back(self, way: str) -> Callable[[], None]:
        """What puts the stack right where the labels could not be changed."""

        def turn_back() -> None:
            self._is_silent = True
            getattr(self._session.undo_stack, way)()

        return turn_back


def _before(change: dict[str, Any]) -> dict[str, Any]:
    return {key: change[key] for key in ("before", "how_before") if key in change}


def as_we_knew(changes: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What changed, as the worker tells it.

    What a worker wrote before it died is no change to the next one, which is asked again: then what we knew
    before holds.
    """
    news = {c["chip"]: c for c in told if c["before"] != c["after"]}
    return [news.get(change["chip"], change) for change in changes]


def differences(before: dict[int, Value], after: dict[int, Value]) -> list[dict[str, Any]]:
    if before == after:
        return []
    return [
        {"chip": chip, "before": before.get(chip), "after": after.get(chip)}
        for chip in sorted(set(before) | set(after))
        if before.get(chip) != after.get(chip)
    ]


def _describe(session: Session, changed: list[dict[str, Any]]) -> str:
    after = changed[0]["after"]
    if after is None:
        return tr("clear {n} chips").format(n=len(changed))
    name = next((c["name"] for c in session.classes if c["code"] == after), str(after))
    return tr("label {n} chips {name}").format(n=len(changed), name=name)
