"""Pages of writing."""


def conflict(request, ref):
    raise NotImplementedError
