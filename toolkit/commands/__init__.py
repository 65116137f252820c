"""The commands; each imports what it needs when it runs, so that `--help` is quick.

A new command is a function in a module here, with its options typed by ``options`` and its last
line printed by ``summary_line``; `toolkit.cli` registers it.
"""
