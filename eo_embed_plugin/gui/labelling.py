"""What labelling by hand is about at the moment: the class in hand, the chip in view, and where to go next.

The map tool, the keys, and the step's buttons all act through one Labelling, and show what it tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .. import layers, settings
from ..i18n import tr
from ..live import LiveMap
from ..session import Session
from ..wording import reworded

#: Suggestions fetched at once, and the most similar chips that are outlined.
SUGGESTIONS, SIMILAR = 12, 24
#: Milliseconds without a new label before suggestions are fetched, so that they hold no click up.
_REST_MS = 300
#: Chips that "previous" remembers.
_MOST_VISITED = 200


class Labelling(QObject):
    """One of it for a session.

    code: class in hand, None for none; number: the last one given. chip: the chip asked about, None for none;
    ``about`` is what the worker said of it. hover: the chip under the pointer. suggestions, similar: what the worker
    proposed and is not labelled yet. classChanged, chipChanged, marksChanged: of these. told: a sentence for now.
    numberWanted: chips for which a number is to be asked.
    """

    classChanged = pyqtSignal()
    chipChanged = pyqtSignal()
    marksChanged = pyqtSignal()
    told = pyqtSignal(str)
    numberWanted = pyqtSignal(list)

    def __init__(self, session: Session, live: LiveMap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.live = session, live
        self.code: str | None = None
        self.number: float | None = None
        self.chip: int | None = None
        self.about: dict[str, Any] = {}
        self.hover: int | None = None
        self._last: int | None = None  # labelled last
        self.suggestions: list[dict[str, Any]] = []
        self.similar: list[dict[str, Any]] = []
        self._like: list[int] = []
        self._unlike: list[int] = []
        self._proposed: set[int] = set()  # chips that were suggested, whose label is a suggestion's
        self._visited: list[tuple[int, str]] = []
        self._way = ""  # how one came to the chip: "suggestion", "unlabelled", or ""
        self._asked: Any = None
        self._is_waiting = False
        self._changes = 0  # of labels, so that an answer tells whether it is of the labels of now
        self._of: tuple[str, str | None] = ("", None)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._fetch)
        session.labelsChanged.connect(self._labels_changed)
        session.targetChanged.connect(self._target_changed)
        live.painted.connect(lambda _: self._rest.start())

    # -- the class in hand ---------------------------------------------------------------------

    @property
    def is_number(self) -> bool:
        """Whether the target in use holds numbers."""
        info = self.session.target_info
        return bool(info and info["kind"] == "value")

    def choose(self, code: str | None) -> None:
        """Take a class in hand."""
        if code != self.code:
            self.code = code
            self.classChanged.emit()

    def choose_place(self, place: int) -> bool:
        """Take the class at a place of the table, from 1; whether there is one."""
        classes = self.session.classes
        if not 1 <= place <= len(classes):
            return False
        self.choose(classes[place - 1]["code"])
        return True

    # -- giving labels -------------------------------------------------------------------------

    def give(self, chips: Sequence[int], stroke: int | None = None) -> None:
        """Label chips with the class in hand; for a number it is asked."""
        inside = self._inside(chips)
        if not inside:
            return
        if self.is_number:
            self.numberWanted.emit(inside)
        elif self.code is None:
            self.told.emit(tr("Choose a class first: click it in the table, or press its key."))
        else:
            self._label(inside, self.code, stroke)

    def give_number(self, chips: Sequence[int], value: float) -> None:
        """Label chips with a number."""
        self.number = value
        self._label(list(chips), value, None)

    def clear(self, chips: Sequence[int], stroke: int | None = None) -> None:
        """Take the labels of chips away."""
        self.session.label(chips, None, stroke=stroke)

    def give_here(self) -> bool:
        """Label the chip that is asked about; whether there is one."""
        if self.chip is None:
            return False
        self.give([self.chip])
        return True

    def clear_here(self) -> bool:
        """Take the label of the chip away that is asked about, or is under the pointer; whether there is one."""
        chip = self.chip if self.chip is not None else self.hover
        if chip is None:
            return False
        self.clear([chip])
        return True

    def _inside(self, chips: Sequence[int]) -> list[int]:
        inside = [chip for chip in chips if self.session.in_area(chip)]
        if chips and not inside:
            self.told.emit(tr("There is no chip of the area of interest here."))
        return inside

    def _label(self, chips: list[int], value: Any, stroke: int | None) -> None:
        proposed = [chip for chip in chips if chip in self._proposed]
        others = [chip for chip in chips if chip not in self._proposed]
        self.session.label(proposed, value, how="suggestion", stroke=stroke)
        self.session.label(others, value, stroke=stroke)
        self._last = chips[-1]
        if self.chip in chips:
            self._go_on()

    def _go_on(self) -> None:
        """After the label of the chip that was asked about: to the next one, the same way."""
        if self._way == "suggestion" and settings.get("go_on"):
            self.next_suggestion()
        elif self._way == "unlabelled" and settings.get("go_on"):
            self.next_unlabelled()

    # -- where to go ---------------------------------------------------------------------------

    def go_to(self, chip: int, way: str = "", about: dict[str, Any] | None = None) -> None:
        """Ask about a chip: the canvas shows it."""
        if self.chip is not None and self.chip != chip:
            self._visited = [*self._visited, (self.chip, self._way)][-_MOST_VISITED:]
        self.chip, self._way, self.about = chip, way, about or {}
        self.chipChanged.emit()

    def leave(self) -> None:
        """Ask about no chip, and forget what is similar."""
        self._is_waiting = False
        self.forget_similar()
        if self.chip is not None:
            self.chip, self.about, self._way = None, {}, ""
            self.chipChanged.emit()

    def previous(self) -> bool:
        """Back to the chip before; whether there is one."""
        if not self._visited:
            self.told.emit(tr("There is no chip before this one."))
            return False
        chip, way = self._visited.pop()
        self.chip, self._way, self.about = chip, way, {}
        self.chipChanged.emit()
        return True

    def next_suggestion(self) -> None:
        """To the chip whose label would teach most; fetched now where none is at hand."""
        if self._lacks_target():
            return
        open_ones = [s for s in self.suggestions if self.session.label_of(s["chip"]) is None]
        if not open_ones:
            self._is_waiting = True
            self.told.emit(tr("Looking for what to label next…"))
            self._fetch()
            return
        self._is_waiting = False
        first, *rest = open_ones
        self.suggestions = rest
        self._proposed.add(first["chip"])
        self.marksChanged.emit()
        self.go_to(first["chip"], "suggestion", first)

    def next_unlabelled(self) -> None:
        """To the next chip without a label, in reading order."""
        if self._lacks_target():
            return

        def found(answer: dict[str, Any]) -> None:
            if answer["chip"] is None:
                self.told.emit(tr("Every chip has a label."))
            else:
                self.go_to(answer["chip"], "unlabelled")

        after = self.chip if self.chip is not None else self.hover
        params = {"target": self.session.target, "after": after}
        self.session.ask("next_unlabelled", params, found, resume=True)

    def show_similar(self) -> None:
        """Show where it looks like the chip that is asked about, or under the pointer."""
        chip = self._shown_chip()
        if chip is not None:
            self._like, self._unlike = [chip], []
            self._ask_similar()

    def also_like(self, wanted: bool) -> None:
        """Show where it looks like this chip too, or not like it."""
        chip = self._shown_chip()
        if chip is None:
            return
        like, unlike = set(self._like) - {chip}, set(self._unlike) - {chip}
        (like if wanted else unlike).add(chip)
        self._like, self._unlike = sorted(like), sorted(unlike)
        if like:
            self._ask_similar()
        else:
            self.told.emit(tr("Show a chip to be like first: press S over it."))

    def forget_similar(self) -> None:
        """Show no similar chips any more."""
        self._like, self._unlike = [], []
        if self.similar:
            self.similar = []
            layers.remove(layers.SIMILAR)
            self.marksChanged.emit()

    # -- how it does that ----------------------------------------------------------------------

    def _lacks_target(self) -> bool:
        if self.session.target is None or not self.session.is_embedded:
            self.told.emit(self.live.lacking())
            return True
        return False

    def _shown_chip(self) -> int | None:
        chip = next((c for c in (self.chip, self.hover, self._last) if c is not None), None)
        if chip is None:
            self.told.emit(tr("Put the pointer over a chip, then press S."))
        elif not self.session.in_area(chip):
            self.told.emit(tr("There is no chip of the area of interest here."))
            return None
        return chip

    def _ask_similar(self) -> None:
        folder = self.session.folder

        def found(answer: dict[str, Any]) -> None:
            if folder != self.session.folder or not self._like:
                return
            self.similar = answer["chips"]
            if answer["raster"]:
                layers.show_raster(
                    answer["raster"],
                    layers.SIMILAR,
                    tr("Similar"),
                    below=layers.LABELS,
                    opacity=0.7,
                )
            self.marksChanged.emit()
            told = tr(
                "The {n} most similar chips are outlined; Shift+S adds an example, X one that is not, Esc ends."
            )
            self.told.emit(told.format(n=len(self.similar)))

        params = {"like": self._like, "unlike": self._unlike, "count": SIMILAR, "raster": True}
        self.session.ask("similar", params, found, resume=True)

    def _fetch(self) -> None:
        """Fetch suggestions for the labels as they are."""
        session = self.session
        if self._asked is not None or session.target is None or not session.is_embedded:
            return
        of, changes = (session.folder, session.target), self._changes

        def is_ours() -> bool:
            return of == (session.folder, session.target)

        def found(answer: dict[str, Any]) -> None:
            self._asked = None
            if not is_ours():
                self._ask_again()
                return
            self.suggestions = [
                suggestion
                for suggestion in answer["chips"]
                if suggestion["chip"] != self.chip and session.label_of(suggestion["chip"]) is None
            ]
            self.marksChanged.emit()
            if self._is_waiting:
                # A label on its way to the disk was not known where the worker looked.
                is_fresh = changes == self._changes and not session.pending
                self._go_to_first(str(answer.get("why") or ""), is_fresh)

        def failed(failure: Any) -> None:
            self._asked = None
            if (
                failure.code == "CANCELLED" or not is_ours()
            ):  # a label, or another target, came in between
                self._ask_again()
            elif self._is_waiting:
                self._is_waiting = False
                self.told.emit(reworded(failure.message, failure.code))

        params = {"target": session.target, "count": SUGGESTIONS, "head": self.live.head}
        if self.live.options:
            params["options"] = self.live.options
        self._asked = session.ask("suggest", params, found, failed, resume=True)

    def _ask_again(self) -> None:
        """What came answers no more what is waited for, if anything is."""
        if self._is_waiting:
            self._rest.start()

    def _go_to_first(self, why: str, is_fresh: bool) -> None:
        if self.suggestions:
            self.next_suggestion()
        elif not is_fresh:
            self._rest.start()  # all that was proposed was labelled meanwhile
        else:
            self._is_waiting = False
            self.told.emit(reworded(why) or tr("Every chip has a label."))

    def _labels_changed(self, changes: list[dict[str, Any]]) -> None:
        if not changes:
            return
        self._changes += 1
        if self._asked is not None:
            self._asked.cancel()  # it would hold the map up, and be of the labels before
        given = {change["chip"] for change in changes if change["after"] is not None}
        left = [s for s in self.suggestions if s["chip"] not in given]
        if len(left) != len(self.suggestions):
            self.suggestions = left
            self.marksChanged.emit()

    def _target_changed(self) -> None:
        of = (self.session.folder, self.session.target)
        codes = [info["code"] for info in self.session.classes]
        if of != self._of:
            self._of, self.suggestions, self._proposed, self._visited = of, [], set(), []
            self.number = self._last = None
            self.leave()
            self.marksChanged.emit()
        if self.code not in codes:
            self.code = codes[0] if codes else None
        self.classChanged.emit()
