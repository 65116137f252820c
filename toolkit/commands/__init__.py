"""The commands, a module each; what one needs is imported when it runs, so that help is quick.

A new command is a function in a module here, its options typed with ``options``, its last line from
``closing``; `toolkit.cli` names it.
"""
