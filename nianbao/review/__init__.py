"""People's decisions about what was read: corrections laid over facts, answers to findings, and the workbook for both.

Nothing here changes a source or a record: values go in, values come out.
"""
