"""A conformance kit that judges any executor against the specification."""
