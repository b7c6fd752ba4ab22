"""What befalls orders, and what ledger, history and mail server say in the end."""

from collections import Counter, defaultdict

TOLD, SILENT = "told", "silent"
#: What the history says of an e-mail whose leaving was interrupted.
INTERRUPTED = "interrupted"
#: What befalls an order, and what its ledger has to say afterwards.
STORIES = [
    (["confirm"], {("confirmed", TOLD): 1}),
    (["confirm", "invoice"], {("confirmed", TOLD): 1, ("invoiced", TOLD): 1}),
    (
        ["confirm", "invoice", "credit"],
        {("confirmed", TOLD): 1, ("invoiced", TOLD): 1, ("credited", TOLD): 1},
    ),
    (["confirm", "cancel"], {("confirmed", TOLD): 1, ("cancelled", TOLD): 1}),
    (
        ["confirm", "cancel", "reopen"],
        # The rule for what is taken up again is shipped switched off.
        {("confirmed", TOLD): 2, ("cancelled", TOLD): 1, ("reopened", SILENT): 1},
    ),
]
LEDGER = """
    SELECT page.res_id AS order_id, event.event, event.state
      FROM customer_status_event event
      JOIN customer_status_page page ON page.id = event.page_id
     WHERE page.res_model = 'sale.order' AND page.res_id IN ({ids})
"""
MESSAGES = """
    SELECT row.res_id AS order_id, row.state, row.failure_code AS reason,
           message.message_id AS name,
           (SELECT count(*) FROM customer_communication_customer_status_event_rel told
             WHERE told.customer_communication_id = row.id) AS events
      FROM customer_communication row
      JOIN mail_message message ON message.id = row.mail_message_id
     WHERE row.res_model = 'sale.order' AND row.res_id IN ({ids})
"""

#: Every message of the history, whoever it is about.
KNOWN = """
    SELECT message.message_id AS name FROM customer_communication row
      JOIN mail_message message ON message.id = row.mail_message_id
"""


def work_of(stories, chapter, parts):
    """Yield the work of one chapter in parts, ``{doing: [order ids]}`` each."""
    work = [
        (doings[chapter], id_)
        for id_, (doings, _due) in stories.items()
        if chapter < len(doings)
    ]
    for part in range(parts):
        todo = defaultdict(list)
        for name, id_ in work[part::parts]:
            todo[name].append(id_)
        yield todo


def check_ledger(publisher, stories):
    """Each event that is due stands in the ledger, once."""
    found = defaultdict(Counter)
    for row in rows_of(publisher, LEDGER, stories):
        found[row["order_id"]][row["event"], row["state"]] += 1
    wrong = {
        id_: (doings, dict(found[id_]))
        for id_, (doings, due) in stories.items()
        if found[id_] != due
    }
    assert not wrong


def check_messages(publisher, stories):
    """Each told event is in one message, and none has reached the mail server twice."""
    arrived = Counter(
        name for mail in publisher.messages("mail") for name in get_names(mail)
    )
    messages = rows_of(publisher, MESSAGES, stories)
    per_order = Counter(row["order_id"] for row in messages)
    assert per_order == {
        id_: sum(n for (_event, state), n in due.items() if state == TOLD)
        for id_, (_doings, due) in stories.items()
    }
    assert {row["events"] for row in messages} == {1}
    names = [row["name"] for row in messages]
    assert len(set(names)) == len(names)
    known = {row["name"] for row in publisher.rows(KNOWN)}
    assert set(arrived) <= known, "mails that the history does not know"
    assert not [name for name in names if arrived[name] > 1], "told twice"
    interrupted = [row for row in messages if row["state"] == "failed"]
    print(f"{len(messages)} messages, {len(interrupted)} interrupted on their way out")
    assert all(row["reason"] == INTERRUPTED for row in interrupted)
    unsure = {row["name"] for row in interrupted}
    assert set(names) - unsure <= set(arrived), "lost"
    assert {row["state"] for row in messages} <= {"sent", "failed"}


def rows_of(publisher, query, orders):
    """Return what ``query`` finds of these orders."""
    return publisher.rows(query.format(ids=", ".join(map(str, orders))))


def get_names(mail):
    """Return the Message-Id of a mail that came, as a list."""
    return mail["headers"]["Message-Id"]
