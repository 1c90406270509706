"""``python -m service.jobs``: the job process, until it is told to stop."""

from service.database import engine_for, sessions, writing
from service.edge.logs import configure_logs
from service.guardian import end_with_parent
from service.jobs.context import JobContext
from service.jobs.process import run_jobs, stop_on_signals
from service.operations.ensure_schedules import ensure_schedules
from service.settings import Settings


def main() -> None:
    """Add the first schedules where there are none, then schedule and work."""
    stop = stop_on_signals()
    end_with_parent()
    settings = Settings()
    configure_logs(settings)
    engine = engine_for(settings.database)
    context = JobContext(settings, sessions(engine))
    with writing(context.factory) as session:
        ensure_schedules(session, now=context.clock())
    run_jobs(context, stop)
    engine.dispose()


if __name__ == "__main__":
    main()
