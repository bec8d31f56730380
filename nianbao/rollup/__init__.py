"""Facts → consolidation: the district's figures for one year, each with the facts under it."""
