"""A second opinion on the safety table. Nothing in the app uses it; the audit holds it against the gate."""
