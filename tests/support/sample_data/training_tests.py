"""Training in the sample data: tests."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

BANK = r"""
$CATEGORY: Indicators

::Passport::Who keeps the passport of a worker?{=the worker ~the employer ~the recruiter}

::Debt::A debt that grows by itself is an indicator.{TRUE}

$CATEGORY: Referral

::Safety::What comes first?{~%50%a safe place ~%50%an interpreter ~%-100%a statement}

::Age::A child is anybody under?{#18}
"""
PEOPLE = 10


def add_training_tests(world: SimpleNamespace) -> None:
    """A bank of four questions, two forms, and ten people who took both tests without a name."""
    from amparo.pillars.training.gift import read_gift
    from amparo.pillars.training.models import TestForm, TestMoment, TestQuestion

    by, version = world.training_organizer, world.course_version
    asked = [TestQuestion.record(version, each, "en", by=by) for each in read_gift(BANK).questions]
    world.test_question = asked[0]
    world.question_format = "gift"
    world.test_form = TestForm.record(version, by=by, label="A", questions=asked)
    world.test_before, world.test_after = (
        TestMoment.open(
            world.training_event, by=by, moment=moment, form=world.test_form, is_anonymous=True
        )
        for moment in ("before", "after")
    )
    for moment, right in ((world.test_before, 2), (world.test_after, 3)):
        _fill(moment, right)
    world.test_after.close(by=by)


def _fill(moment, right: int) -> None:
    """What ten people had, without what they chose: those with an odd number know one less."""
    from amparo.foundation.core.clock import now
    from amparo.pillars.training.models import TestAnswer, TestSitting

    taken = TestSitting.objects.bulk_create(
        TestSitting(
            moment=moment, pairing=f"{at:040d}", form_key=uuid4(), erased_at=now(),
            percent=Decimal(25 * (right - at % 2)), taken_at=now() - timedelta(days=1),
        )
        for at in range(PEOPLE)
    )  # fmt: skip
    TestAnswer.objects.bulk_create(
        TestAnswer(sitting=each, item=item, share=item.position < right - at % 2)
        for at, each in enumerate(taken) for item in moment.items
    )  # fmt: skip
