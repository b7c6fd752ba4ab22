"""How work is shared out; and the names by which jobs are known."""

from typing import Final

#: Documents that one job publishes: few enough for hosts to share a rush.
PUBLISH_BATCH: Final = 50
#: Jobs that publish at the same time, at most; each begins the next by itself.
PUBLISH_JOBS: Final = 32
#: The identity of a job that publishes, with its number.
PUBLISH_KEY: Final = "customer_status_publish:%s"
#: Seconds, at random, until a job whose rows another had in hand tries again.
PUBLISH_PAUSE: Final = (1, 3)
#: Tries after which the document that a job begins with is put off.
MOST_TRIES: Final = 4
#: Messages that one job sends.
SEND_BATCH: Final = 25
#: Minutes that a job may wait before Odoo's crons do its work: no runner runs.
STUCK_MINUTES: Final = 10
