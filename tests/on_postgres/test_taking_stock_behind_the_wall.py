"""Whoever takes stock of the papers is shown all of them: else they would throw away the rest."""

import io
from datetime import timedelta

import pytest
from django.db import connection

from amparo.foundation.core.encryption import storage
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.validation import validate_upload
from amparo.foundation.core.permissions.rls.policies import ROLE
from amparo.pillars.assistance.models import Attachment

pytestmark = pytest.mark.django_db


def test_a_paper_that_the_role_of_the_pages_is_not_shown_is_still_somebodys(
    house, settings, tmp_path
):
    settings.AMPARO_FILES = tmp_path
    paper = validate_upload("carta.txt", "text/plain", 5, io.BytesIO(b"Hello"))
    kept = Attachment.keep(house.case, by=house.caseworker, paper=paper)
    of_nobody = EncryptedFile.write(io.BytesIO(b"x"), owner=house.case)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        try:
            assert not Attachment.objects.exists()  # as if there were none
            assert storage.orphaned_files(older_than=timedelta(0)) == [of_nobody]
            assert kept not in storage.missing_files()
            assert not Attachment.objects.exists()  # and the wall stands again
        finally:
            cursor.execute("RESET ROLE")
