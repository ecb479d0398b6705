"""The commands of `executor-conformance`, a module for each or for a few that belong together."""
