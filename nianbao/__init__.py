"""The domain of nianbao: from submitted reports to a consolidated, traceable district report.

Pure Python: knows neither Prefect nor Great Expectations, and never asks the clock or the environment.
"""

__version__ = "0.1.0"
