"""Charts, tables and sentences from tidy frames.

A chart function takes a tidy frame and an Axes and returns the Axes; without an Axes it makes a new
figure. Where there is nothing to draw, the Axes says so.
"""

from toolkit.chart.compare_to_baseline import compare_to_baseline
from toolkit.chart.dumbbell import dumbbell
from toolkit.chart.heatmap import heatmap
from toolkit.chart.labels import accuracy
from toolkit.chart.network import network
from toolkit.chart.panel import alt_text, behind
from toolkit.chart.percentiles import percentiles
from toolkit.chart.position_profile import position_profile
from toolkit.chart.ranked import ranked
from toolkit.chart.reliability import reliability
from toolkit.chart.scatter import scatter
from toolkit.chart.sentences import Sentence, counted, finding, in_words, leader, listed, say, table
from toolkit.chart.shares import cue_force, shares
from toolkit.chart.style import STYLE
from toolkit.chart.timeline import timeline

__all__ = [
    "STYLE",
    "Sentence",
    "accuracy",
    "alt_text",
    "behind",
    "compare_to_baseline",
    "counted",
    "cue_force",
    "dumbbell",
    "finding",
    "heatmap",
    "in_words",
    "leader",
    "listed",
    "network",
    "percentiles",
    "position_profile",
    "ranked",
    "reliability",
    "say",
    "scatter",
    "shares",
    "table",
    "timeline",
]
