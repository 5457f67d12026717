"""Sends the code that somebody asked for, to the number or address that they typed."""

from django.core.mail import EmailMessage

from amparo.foundation.people.messaging.providers import (
    OutgoingText,
    OutgoingTexts,
    TelephoneService,
    provider,
)

from .addresses import Channel
from .models import AddressConfirmation
from .texts import fixed_text


def send_code(ref: str) -> None:
    """Sends one code, unless it is over. A gateway that fails is tried again by the queue of jobs
    while the code is valid; nobody waits for it longer.
    """
    asked = AddressConfirmation.objects.filter(ref=ref, used_at=None).first()
    if asked is None or asked.is_over:
        return
    text = fixed_text("code", asked.language, code=asked.code)
    match asked.channel:
        case Channel.EMAIL:
            mail = EmailMessage(
                fixed_text("code_subject", asked.language), text, None, [asked.address],
                headers={"Message-ID": f"<{asked.ref}@amparo>"},
            )  # fmt: skip
            mail.send()
        case Channel.WHATSAPP:
            provider().hand_over_many(
                OutgoingTexts(
                    asked.ref, (asked.address,), text, asked.language, TelephoneService.WHATSAPP
                )
            )
        case _:
            provider().send(OutgoingText(asked.ref, asked.address, text))
