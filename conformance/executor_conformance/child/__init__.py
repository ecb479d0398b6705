"""The judged process: a pytest session with one conformance class.

It is asked for one test at a time by the guard and answers each with a judgement. Spawned workers
of the judged executor import this package, so it loads nothing by itself.
"""
