"""A shop in a process of its own, with our addons or without, whose work is measured.

``process.py`` is the side of the programs that measure, ``worker.py`` that of the shop.
"""
