from .run import report

__all__ = ["report"]
