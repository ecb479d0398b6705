"""Kept while names move."""
from executor_conformance.checking import *  # noqa
from executor_conformance.checking import Options, Silent, Run, check_targets, Observer
