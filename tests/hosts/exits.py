# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ends the program that imports it."""

import sys

sys.exit(1)
