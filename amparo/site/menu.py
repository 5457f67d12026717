"""What stands beside every page: the places that this person's roles lead to."""


def house(request):
    return {}
