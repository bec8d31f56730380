"""A released version: sealed as one file, and verified from that file alone on any machine."""
