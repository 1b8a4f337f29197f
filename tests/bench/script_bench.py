#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""script_bench.py ROUNDS: calls between C and Python, ours beside bare ones of PyGObject.

As rounds.c does: a line for each case and round, with the name, and how often a second ours and
the peer's were done.
"""

import sys
import time

import gi

gi.require_version('Mapi', '1.0')
gi.require_version('Bench', '1.0')
from gi.repository import Bench, GObject, Mapi  # noqa: E402

TAGS = 25


class Adder(GObject.Object, Bench.Adder):
    def do_add(self, number):
        return number


class Polled(Mapi.Transport):
    address_types = ['BENCH']

    def waiting(self):
        return True


class Plain(GObject.Object, Mapi.XpLogon):
    """The slot as it is, without the base."""

    def do_poll(self, cancellable):
        return True, 1


def repeat(work):
    def loop(count):
        for _ in range(count):
            work()
    return loop


def make_message():
    """A message with as many properties as a message has, half of them texts."""
    message = Mapi.MemoryMessage.new()
    text = 'A string of about forty characters, really'
    message['PR_SUBJECT'] = 'Hello'
    message.set_props(Mapi.props({
        (0x6700 + index) << 16 | (0x1f if index & 1 else 3): text if index & 1 else index
        for index in range(TAGS)}), None)
    return message


def make_cases():
    adder, total, polled, plain = Adder(), Bench.Sum.new(), Polled(), Plain()
    message = make_message()
    tags = Mapi.PropTagArray.new([0x67010000 | 0x1f])
    own = [tag for tag in message.read() if tag >> 16 >= 0x6700]
    assert len(own) == TAGS
    wanted = Mapi.PropTagArray.new(own)
    props = message.get_props(wanted, 0, None)[0]

    def bare(count):
        Bench.loop_add(adder, count)

    add = repeat(lambda: total.add(1))
    unpack = repeat(lambda: Bench.pack_properties(props).unpack())
    assert Bench.loop_add(adder, 7) == Bench.loop_poll(polled, 7) == Bench.loop_poll(plain, 7) == 7
    assert dict(props.items()) == Bench.pack_properties(props).unpack()
    return (
        ('slot', 20000, lambda count: Bench.loop_poll(plain, count), bare),
        ('base', 20000, lambda count: Bench.loop_poll(polled, count), bare),
        ('call', 20000, repeat(lambda: message.get_props(tags, 0, None)), add),
        ('item', 20000, repeat(lambda: message['PR_SUBJECT']), add),
        ('set', 20000, repeat(lambda: message.__setitem__('PR_SUBJECT', 'Hello')), add),
        ('short-call', 20000, repeat(lambda: props.get_size()), add),
        ('values', 1000, repeat(lambda: message.get_props(wanted, 0, None)[0].items()), unpack),
    )


def rate(work, count):
    """A second of this thread's own: what others do at the same time is no cost of a call."""
    start = time.thread_time()
    work(count)
    return count / (time.thread_time() - start)


def main():
    cases = make_cases()
    for _ in range(int(sys.argv[1])):
        for name, count, ours, peer in cases:
            print(f'{name} {rate(ours, count):.3f} {rate(peer, count):.3f}', flush=True)


if __name__ == '__main__':
    main()
