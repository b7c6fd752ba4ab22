"""A million communications, made by the database: writing them is not measured."""

ROWS = 1_000_000
CUSTOMERS = 50_000
#: The text of each: 25 words out of a thousand, and a number of its own.
FILL = """
SET LOCAL maintenance_work_mem = '512MB';
CREATE TEMP TABLE words ON COMMIT DROP AS
SELECT n, initcap(
       (ARRAY['ba','ke','li','mo','nu','ra','se','ti','vo','du'])[1 + n %% 10]
       || (ARRAY['lt','nd','rk','st','mp','ng','ft','sk','ll','tt'])[1 + n/10 %% 10]
       || (ARRAY['a','er','ing','en','or','el','ik','um','at','is'])[1 + n/100 %% 10]
       ) AS word
  FROM generate_series(0, 999) n;
CREATE TEMP TABLE paragraphs ON COMMIT DROP AS
SELECT p, (SELECT string_agg(word, ' ')
             FROM words WHERE (n * 7919 + p * 104729) %% 1000 < 25) AS text
  FROM generate_series(0, 1999) p;
INSERT INTO res_partner (
           name, complete_name, active, type, email, autopost_bills, create_uid)
SELECT 'Customer ' || n, 'Customer ' || n, true, 'contact', 'c' || n || '@example.com',
       'ask', 1
  FROM generate_series(1, %(customers)s) n;
UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL;
CREATE TEMP TABLE customers ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
  FROM res_partner WHERE name LIKE 'Customer %%';
CREATE TEMP TABLE writers ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n
  FROM res_users WHERE active AND NOT share;
INSERT INTO customer_communication (
           partner_id, commercial_partner_id, company_id, direction,
           communication_type, state, subject, body, recipient, user_id,
           document_name, res_model, res_id, create_date, sent_at, create_uid)
SELECT customers.id, customers.id, %(company)s,
       CASE WHEN s.n %% 10 = 0 THEN 'in' ELSE 'out' END,
       (ARRAY['email', 'email', 'sms', 'note'])[1 + s.n %% 4],
       CASE WHEN s.n %% 200 = 0 THEN 'failed' WHEN s.n %% 4 = 3 THEN 'saved'
            WHEN s.n %% 3 = 0 THEN 'delivered' ELSE 'sent' END,
       'Order S' || s.n || ': ' || words.word,
       '<p>Dear customer ' || s.n || '</p><p>' || paragraphs.text
           || '</p><p>Kind regards</p>',
       'someone@example.com',
       CASE WHEN s.n %% 3 > 0 THEN writers.id END,
       CASE WHEN s.n %% 5 > 0 THEN 'S' || s.n END, 'sale.order', s.n,
       now() AT TIME ZONE 'UTC' - s.n * interval '1 minute',
       now() AT TIME ZONE 'UTC' - s.n * interval '1 minute', 1
  FROM generate_series(1, %(rows)s) s(n)
  JOIN paragraphs ON paragraphs.p = s.n %% 2000
  JOIN words ON words.n = s.n * 31 %% 1000
  JOIN customers ON customers.n = s.n * 17 %% (SELECT count(*) FROM customers)
  JOIN writers ON writers.n = s.n %% (SELECT count(*) FROM writers);
"""


def fill(cr, company_id: int):
    """Write the communications.

    Without indexes and foreign keys, for they cost most of the time; the indexes are
    made again.
    """
    cr.execute(
        """
        SELECT conname FROM pg_constraint
         WHERE conrelid = 'customer_communication'::regclass AND contype = 'f'
        """
    )
    for [name] in cr.fetchall():
        cr.execute(f'ALTER TABLE customer_communication DROP CONSTRAINT "{name}"')
    cr.execute(
        """
        SELECT indexname, indexdef FROM pg_indexes
         WHERE tablename = 'customer_communication'
           AND indexname <> 'customer_communication_pkey'
        """
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    values = {"rows": ROWS, "customers": CUSTOMERS, "company": company_id}
    cr.execute(FILL, values)
    for _name, definition in indexes:
        cr.execute(definition)
    cr.execute("ANALYZE customer_communication, res_partner")
