"""What a machine must have to serve a queue: a worker without it refuses to start."""

from collections.abc import Callable, Iterable

FindFault = Callable[[], str]

_requirements: dict[str, list[FindFault]] = {}


def requirement(queue: str, find_fault: FindFault) -> None:
    """Have `find_fault` asked before a worker serves `queue`.

    It answers with what is missing and what to do, in sentences, or with nothing when all is there.
    """
    known = _requirements.setdefault(queue, [])
    if find_fault not in known:
        known.append(find_fault)


def forget(queue: str, find_fault: FindFault) -> None:
    """Have it asked no more. For tests that bring requirements of their own."""
    _requirements[queue].remove(find_fault)


def faults(queues: Iterable[str]) -> list[str]:
    """Why this machine cannot serve these queues, a few sentences each; empty when it can."""
    found = [(queue, find_fault()) for queue in queues for find_fault in _requirements.get(queue, [])]
    return [f"This machine cannot serve the queue {queue}: {fault}" for queue, fault in found if fault]
