"""What is in the parcels, and what is still to come, in a message."""

from .orders import make_delivery, make_line, make_order
from .pages import make_news
from .test_status_news import ITEMS, PARCEL, UNDER_WAY, make_item, tell


class TestItems:
    """A message names what came and what is still to come; the page lists it."""

    def test_what_came_and_what_is_to_come(self):
        news = make_news("partly_delivered", PARCEL)
        assert tell(UNDER_WAY, news)[1:] == ITEMS

    def test_days_and_units_and_what_has_no_day(self):
        order = make_order(
            "partly_delivered",
            lines=[make_line(5, 2)],
            deliveries=[
                make_delivery(lines=[make_item("Rope\nblue", 2.5, "m")]),
                make_delivery("waiting", key=10, lines=[make_item("Bell", 1)]),
                make_delivery("waiting", key=11, lines=[make_item("Bell", 2)]),
                make_delivery(
                    "waiting",
                    key=12,
                    expected_on="2026-05-12",
                    lines=[make_item("Helmet", 1)],
                ),
            ],
        )
        assert tell(order, make_news("partly_delivered", PARCEL))[1:] == [
            "In this delivery: 2.5 m × Rope",
            "Still to come, expected on May 12, 2026: 1 × Helmet",
            "Still to come: 3 × Bell",
        ]

    def test_what_came_back(self):
        back = make_delivery("returned", key=11, lines=[make_item("Bell", 2)])
        order = make_order("delivered", deliveries=[make_delivery(), back])
        assert tell(order, make_news("returned", "stock.picking,11")) == [
            "We have received your return.",
            "Received back: 2 × Bell",
        ]

    def test_what_was_given_up(self):
        order = make_order(
            "delivered",
            lines=[make_line(5, 2, not_coming=3), make_line(1, 1, key=2)],
            deliveries=[make_delivery(lines=[make_item("Lamp", 2), make_item("X", 1)])],
        )
        assert tell(order, make_news("delivered", PARCEL)) == [
            "Your order has been delivered, but not all of it."
            " This will not be delivered: 3 Units × Lamp.",
            "In this delivery: 2 × Lamp, 1 × X",
        ]

    def test_what_was_given_up_while_the_rest_follows(self):
        lines = [make_line(5, 2, not_coming=3), make_line(2, key=2)]
        order = make_order("partly_delivered", lines=lines)
        assert tell(order, make_news("partly_delivered")) == [
            "Part of your order has been delivered: 2 of 7. This will not be delivered:"
            " 3 Units × Lamp. The rest follows as soon as it is ready."
        ]

    def test_each_parcel_went_its_own_way(self):
        counter = make_delivery(lines=[make_item("Bell", 2)])
        post = make_delivery(key=10, carrier="PostNord", lines=[make_item("Horn", 1)])
        order = make_order("delivered", deliveries=[counter, post])
        by_hand = tell(order, make_news("delivered", PARCEL))
        assert by_hand[0] == "Your order has been delivered."
        by_post = tell(order, make_news("delivered", "stock.picking,10"))
        assert by_post[0] == "Your order has been sent."

    def test_the_last_of_several_parcels(self):
        parcels = [
            make_delivery(lines=[make_item("Bell", 2)]),
            make_delivery(key=10, lines=[make_item("Bell", 3)]),
        ]
        order = make_order("delivered", lines=[make_line(5, 5)], deliveries=parcels)
        said = tell(order, make_news("delivered", "stock.picking,10"))
        assert said == ["Your order has been delivered.", "In this delivery: 3 × Bell"]

    def test_all_in_one_parcel_needs_no_list(self):
        parcel = make_delivery(lines=[make_item("Bell", 5)])
        order = make_order("delivered", lines=[make_line(5, 5)], deliveries=[parcel])
        assert len(tell(order, make_news("delivered", PARCEL))) == 1

    def test_a_message_is_no_packing_list(self):
        items = [make_item(f"Part {number}", 1) for number in range(30)]
        order = make_order(
            "partly_delivered",
            lines=[make_line(5, 2)],
            deliveries=[make_delivery(lines=items), make_delivery("waiting", key=10)],
        )
        line = tell(order, make_news("partly_delivered", PARCEL))[1]
        assert line.endswith("Part 9, 20 more")
