#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc/mapi-names.md accounts for every method of methods.tsv, and the GIR has what it calls kept."""

import collections
import unittest

import coverage
import tap

N_METHODS = 274


class Names(unittest.TestCase):
    def setUp(self):
        self.page = coverage.documented()

    def test_every_interface_is_there(self):
        self.assertEqual(sorted(self.page), sorted(coverage.INTERFACES))

    def test_every_method_has_a_verdict(self):
        table = coverage.facts()
        for interface in coverage.INTERFACES:
            with self.subTest(interface):
                self.assertEqual([(method.slot, method.name) for method in self.page[interface][1]],
                                 sorted(table[interface]))

    def test_what_has_gone_says_why(self):
        for interface, (_, methods) in self.page.items():
            for method in methods:
                if method.verdict != 'kept':
                    self.assertGreater(len(method.text.split()), 3, f'{interface}::{method.name}')

    def test_what_is_kept_is_there_and_in_order(self):
        gir = coverage.introspected()
        for interface, (ours, methods) in self.page.items():
            with self.subTest(interface):
                kept = []
                for method in methods:
                    if method.verdict == 'kept':
                        self.assertIn(method.symbol, gir[ours].slots, f'{interface}::{method.name}')
                    if method.symbol in gir[ours].slots:
                        kept.append(gir[ours].slots[method.symbol])
                begin = gir[ours].order.index(kept[0]) if kept else 0
                self.assertEqual(kept, gir[ours].order[begin:begin + len(kept)])

    def test_count(self):
        counts = collections.Counter(method.verdict for _, methods in self.page.values()
                                     for method in methods)
        total = sum(counts.values())
        self.assertEqual(total, N_METHODS)
        print(f'# count: methods: {counts["kept"]} covered, {counts["merged"]} merged, '
              f'{counts["dropped"]} dropped, {total} total')


tap.main()
