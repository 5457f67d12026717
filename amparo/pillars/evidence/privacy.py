"""What an erasure does to evidence: who is erased leaves a count in frozen months."""

from amparo.foundation.core.erasure import before_erasure
from amparo.foundation.people.models import Person

from .freezing import forget

before_erasure(Person, lambda person, _erasure: forget(person))
