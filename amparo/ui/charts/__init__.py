"""Charts: pictures of figures, drawn by the server as SVG. Data in, places out; no Django here.

Which chart for what:

- `Bars`: quantities side by side, one row each; with targets, how far each is from its target.
- `Lines`: one to four series over time, with a target. `{% sparkline %}` for the trend of one
  figure in a row, `{% target_bar %}` for a figure against its target or limit in a row.
- `Levels`: how something graded stood over time, in steps from decision to decision.
- `Pyramid`: people by age and sex.
- `Funnel`: how many of those who began reached each stage.
- `DotPairs`: before and after.
- `Tree`: a family, or who trained whom. `{% stage_line %}`: how far something is that takes time.
- `AreaMap`: quantities by area. `Sankey`: flows from column to column.

There are no pies, gauges or radars: lengths from one base are compared at a glance, angles not.

A view or presenter builds a chart with translated words and hands it to its page, which says
`{% chart figure %}`: the picture at two widths (the narrow one on a phone), with `<title>` and
`<desc>`, its key, what is not shown, and the table behind it. Bars begin at zero. None is "no
figure", `Hidden(below=5)` a figure withheld so that nobody is recognized: a gap, and a hatched
block; neither is ever drawn as zero. A figure that a reader may not see must not be handed over.
Text is measured wide, so that no label is cut or meets another. Nothing is told by colour alone.
"""

from .area_map import Area, AreaMap
from .bars import Bar, Bars, Funnel, Stage
from .chart import NARROW, WIDTHS, Cell, Chart, KeyEntry, Reader, Table, describe
from .dot_pairs import DotPairs, Pair
from .drawing import Drawing
from .flows import Flow, Node, Sankey
from .levels import LevelPoint, Levels
from .lines import Lines, Series, draw_sparkline, draw_target_bar
from .pyramid import Band, Pyramid
from .stages import LineStage, StageFact, StageState, check_stages, line_of
from .tree import Member, State, Tree, Union
from .values import Hidden, Number, Value

__all__ = [
    "NARROW", "WIDTHS", "Area", "AreaMap", "Band", "Bar", "Bars", "Cell", "Chart", "DotPairs",
    "Drawing", "Flow", "Funnel", "Hidden", "KeyEntry", "LevelPoint", "Levels", "LineStage",
    "Lines", "Member", "Node", "Number", "Pair", "Pyramid", "Reader", "Sankey", "Series", "Stage",
    "StageFact", "StageState", "State", "Table", "Tree", "Union", "Value", "check_stages",
    "describe", "draw_sparkline", "draw_target_bar", "line_of",
]  # fmt: skip
