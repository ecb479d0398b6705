"""How a test and the calls it started meet, without sleeping.

A gate holds whoever passes it until somebody opens it. A latch is counted down from a number and
releases those who wait once it is at zero. A journal keeps what happened, in order. Both families
offer the same methods, those of `protocols`: `local` for calls that share the test's memory,
`remote` for all others.
"""
