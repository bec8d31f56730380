"""What the command line says, in Chinese and English; Chinese is what a clerk sees.

The domain's own sentences (findings, reasons) come from the domain; here stands only what frames them.
"""
