from __future__ import annotations

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from ferdesk.mailbox import Mailbox
from tests.fakes import WAIT


def test_the_newest_wins_and_what_it_replaced_is_counted() -> None:
    box: Mailbox[str] = Mailbox()
    assert box.put("old")
    assert not box.put("newer")
    assert not box.put("newest")
    assert box.dropped == 2
    assert box.take() == "newest"
    assert box.take() is None
    assert box.put("next")
    assert box.dropped == 2


def test_a_closed_box_takes_nothing_in_but_gives_its_last_value() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.close()
    assert box.closed
    assert not box.put(2)
    assert box.dropped == 0
    assert box.wait() == 1
    assert box.wait() is None


def test_waiting_ends_with_the_time() -> None:
    assert Mailbox[int]().wait(timeout=0.01) is None


def test_close_wakes_all_who_wait() -> None:
    box: Mailbox[int] = Mailbox()
    answers: list[int | None] = []
    waiters = [threading.Thread(target=lambda: answers.append(box.wait())) for _ in range(3)]
    for waiter in waiters:
        waiter.start()
    box.close()
    for waiter in waiters:
        waiter.join(WAIT)
        assert not waiter.is_alive()
    assert answers == [None, None, None]


def test_put_wakes_a_waiter() -> None:
    box: Mailbox[int] = Mailbox()
    answers: list[int | None] = []
    waiter = threading.Thread(target=lambda: answers.append(box.wait(WAIT)))
    waiter.start()
    box.put(5)
    waiter.join(WAIT)
    assert not waiter.is_alive()
    assert answers == [5]


@given(st.lists(st.sampled_from(["put", "take"])))
def test_one_thread_sees_a_slot(actions: list[str]) -> None:
    box: Mailbox[int] = Mailbox()
    slot: int | None = None
    dropped = 0
    for number, action in enumerate(actions, 1):
        if action == "put":
            assert box.put(number) is (slot is None)
            dropped += slot is not None
            slot = number
        else:
            assert box.take() == slot
            slot = None
        assert box.dropped == dropped


@settings(max_examples=25, deadline=None)
@given(writers=st.integers(1, 4), readers=st.integers(1, 3), count=st.integers(1, 200), blocking=st.booleans())
def test_under_threads_nothing_is_lost_uncounted_doubled_or_out_of_order(
    writers: int, readers: int, count: int, blocking: bool
) -> None:
    box: Mailbox[tuple[int, int]] = Mailbox()
    rising = [0] * writers
    taken: list[list[tuple[int, int]]] = [[] for _ in range(readers)]
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(count):
            rising[writer] += box.put((writer, number))

    def read(reader: int) -> None:
        while True:
            finished = done.is_set()
            value = box.wait() if blocking else box.take()
            if value is not None:
                taken[reader].append(value)
            elif box.closed if blocking else finished:
                return

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(readers)]
    producers = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads + producers:
        thread.start()
    for thread in producers:
        thread.join(WAIT)
    done.set()
    box.close()
    for thread in threads:
        thread.join(WAIT)
    assert not any(thread.is_alive() for thread in threads + producers)

    seen = [value for values in taken for value in values]
    assert len(seen) == len(set(seen))
    assert len(seen) + box.dropped == writers * count
    assert sum(rising) == len(seen)
    for values in taken:
        for writer in range(writers):
            numbers = [number for source, number in values if source == writer]
            assert numbers == sorted(numbers)
