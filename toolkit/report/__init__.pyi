from .run import report as report
