"""What a client can ask: methods by name, the lane of each, and what they are given."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ..progress import Task
from .params import Parameters

if TYPE_CHECKING:
    from .session import OpenWorkspace, Session


class Lane(StrEnum):
    """A thread that answers requests in order, so that none waits for those of another lane."""

    QUICK = "quick"
    LIVE = "live"
    JOBS = "jobs"


@dataclass(frozen=True)
class Call:
    """What a method is given beside its parameters; ``folder`` is a workspace in place of the open one."""

    session: Session
    task: Task
    folder: str | None = None

    @property
    def space(self) -> OpenWorkspace:
        """The workspace that is meant. Raises WorkspaceMissing where none is open."""
        return self.session.find(self.folder)


@dataclass(frozen=True)
class Method:
    """A method as it is registered; ``at_workspace`` where it also takes ``folder``."""

    name: str
    lane: Lane
    at_workspace: bool
    run: Callable[..., Any]
    parameters: Parameters

    def call(self, session: Session, task: Task, given: Mapping[str, Any]) -> Any:
        """The method's answer. Raises ProtocolError for parameters that do not fit, and what the method does."""
        read = self.parameters.read(self.name, given)
        folder = read.pop("folder", None) if self.at_workspace else None
        return self.run(Call(session, task, folder), **read)


METHODS: dict[str, Method] = {}


def method(
    lane: Lane, *, name: str | None = None, at_workspace: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function ``(call, **parameters)`` under its own name, or ``name``."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        called = name or function.__name__
        parameters = Parameters(function, ["call"])
        if at_workspace:
            parameters = parameters.plus("folder", str | None)
        METHODS[called] = Method(called, lane, at_workspace, function, parameters)
        return function

    return register


def pipeline_method(
    function: Callable[..., Any], *, name: str | None = None, lane: Lane = Lane.JOBS
) -> Callable[[Callable[[Call, Any], Any]], Callable[[Call, Any], Any]]:
    """Register a pipeline function ``(place, …, task=None)`` with its own parameters; what is decorated turns
    its report into the answer."""
    called = name or function.__name__
    own = Parameters(function, ["place", "task", "data"])
    takes_task = "task" in function.__annotations__

    def register(answer: Callable[[Call, Any], Any]) -> Callable[[Call, Any], Any]:
        @functools.wraps(function)
        def run(call: Call, **given: Any) -> Any:
            if takes_task:
                given["task"] = call.task
            return answer(call, function(call.space.workspace, **given))

        parameters = own.plus("folder", str | None)
        METHODS[called] = Method(called, lane, True, run, parameters)
        return answer

    return register
