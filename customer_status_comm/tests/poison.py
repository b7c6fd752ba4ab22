"""Rows that PostgreSQL itself refuses, as a real one with a fault in it would."""

#: What the refusal says; the address must stand in no log.
WORDS = "Poisoned by poison@customer.example"


def forbid(case, table, condition, events="INSERT OR UPDATE", row="NEW"):
    """Have the database refuse rows of ``table`` until the test ends.

    :param condition: SQL over ``NEW``, or ``OLD`` for deleting.
    :param events: what is refused.
    :param row: what the trigger returns of others.
    """
    name = f"poison_{table}"
    case.env.flush_all()
    case.env.cr.execute(
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{WORDS}';
            END IF;
            RETURN {row};
        END $$;
        DROP TRIGGER IF EXISTS {name} ON {table};
        CREATE TRIGGER {name} BEFORE {events} ON {table}
           FOR EACH ROW EXECUTE FUNCTION {name}();
        """
    )
