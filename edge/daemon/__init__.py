"""The long-lived process: readiness, the watchdog, and orders from commands beside it."""
