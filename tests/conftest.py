"""What every test can ask for: databases, a browser, a mail server; and the conditions they all run under."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.run",
    "tests.fixtures.postgres",
    "tests.fixtures.databases",
    "tests.fixtures.browser",
    "tests.fixtures.serving",
    "tests.fixtures.smtp",
]

# What a developer has set for his own installation or database must not reach a test.
for name in [name for name in os.environ if name.startswith(("LINCHPIN_", "PG")) and name != "LINCHPIN_TEST_BROWSER"]:
    del os.environ[name]

# No deadline: a shared machine has slow moments, and a test never judges time.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, max_examples=60, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
