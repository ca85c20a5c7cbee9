"""The queue's side: a task carries a job's id and nothing else."""

from django_tasks import task

from oer.jobs.running import run_one


@task()
def run_job(job_id: int) -> bool:
    """Do the job if it is still waiting and due; True when an attempt was made."""
    return run_one(job_id)
