"""What Celery calls for this room: it wakes the drawing and decides nothing."""

from celery import shared_task

from exercises.own import drawing

# Six people, three poses: about a minute on a small machine; the first time after an install it compiles as well.
LONGEST = 600


@shared_task(soft_time_limit=LONGEST - 30, time_limit=LONGEST)  # type: ignore[untyped-decorator]
def draw_own(pk: int) -> None:
    drawing.draw_own(pk)
