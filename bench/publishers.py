"""Two publishers at once, against one: two processes that share one outbox."""

from .table import Row, hand_over, progress
from .trade.process import OURS, Shop, open_shops

ROUNDS = 3
#: A whole number of batches for each of two.
CUSTOMERS = 1_600
LEAST_TIMES = 1.7


def publish(publishers: list[Shop], count: int) -> float:
    """Have these publishers tell ``count`` customers together; return the seconds.

    It is over when the last of them is.
    """
    orders = publishers[0].do("copy_orders", count)
    publishers[0].do("touch", orders)
    for publisher in publishers:
        publisher.begin("publish", count)
    took = max(publisher.finish()["wall"] for publisher in publishers)
    told = publishers[0].do("count_told", orders)
    if told != count:
        raise RuntimeError(f"{told} of {count} customers were told")
    return took


def main():
    """Measure, and hand the row over."""
    with open_shops(OURS, OURS) as both:
        one = both[:1]
        both[0].do("clear_outbox")
        publish(both, CUSTOMERS // 5)
        times: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(ROUNDS):
            progress(f"publishers: turn {turn + 1} of {ROUNDS}")
            for publishers in (both, one) if turn % 2 else (one, both):
                times[len(publishers)].append(publish(publishers, CUSTOMERS))
    pairs = zip(times[1], times[2], strict=True)
    gain = sorted(alone / together for alone, together in pairs)[ROUNDS // 2]
    hand_over(
        [
            Row(
                work=f"two publishers at once, {CUSTOMERS:,} customers",
                against="one",
                unit="s",
                stock=sorted(times[1])[ROUNDS // 2],
                ours=sorted(times[2])[ROUNDS // 2],
                value=gain,
                goal=f"≥ {LEAST_TIMES} × faster",
                met=gain >= LEAST_TIMES,
                note=f"on the clock, {ROUNDS} turns; needs two idle cores",
            )
        ]
    )


if __name__ == "__main__":
    main()
