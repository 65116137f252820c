"""The commands; each imports what it needs when it runs, so that `--help` is quick.

A new command is a function in a module here; ``shared`` has common options and the last line.
`toolkit.cli` registers it.
"""
