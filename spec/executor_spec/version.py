"""The version of the specification, apart from that of the distribution."""

VERSION = "0.1"
