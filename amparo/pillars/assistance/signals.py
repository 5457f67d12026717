"""What intake and screening tell the apps above them, which they do not know."""

from django.dispatch import Signal

# People were registered, and their households are known: `people`, their `cases` by the key of the
# person, the `team` that receives them, `by` whom; `import_ref` of the list that they came with,
# None where somebody registered them one by one. Sent in the transaction.
people_registered = Signal()

# A list has been imported whole: `import_ref`, `team`. Sent in the last transaction of it.
list_imported = Signal()

# One of the four protection questions was answered with yes: `screening`, and `by` whom. Sent in
# the transaction.
answered_yes = Signal()
