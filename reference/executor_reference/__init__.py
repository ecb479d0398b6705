"""A minimal reference implementation of the Executor interface."""
