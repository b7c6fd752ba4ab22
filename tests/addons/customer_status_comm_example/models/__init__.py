from . import example_rental
