"""Who may see and keep the directory: what is public is read by everybody, also signed out."""

from amparo.foundation.trust.access import access_to, anybody, role, through
from amparo.foundation.trust.veil import of_a_task

from .models import (
    Area,
    Asking,
    Desk,
    DirectoryEdition,
    DutyBearer,
    EmergencyNumber,
    Fed,
    Feed,
    FeedFile,
    Location,
    Mechanism,
    MechanismMember,
    Obligation,
    Offered,
    Opening,
    Price,
    Provider,
    Remark,
    Service,
    ServiceType,
    Verification,
)

access_to(Provider, see=anybody, edit=role("directory.edit"))
access_to(DutyBearer, see=anybody, edit=role("directory.edit"))
access_to(EmergencyNumber, see=anybody, edit=role("number.edit"))
access_to(Obligation, see=anybody)
# Where a safe house is, only those know who take people there.
access_to(Location, see=anybody, edit=role("directory.edit"), find=role("directory.find_hidden"))
access_to(Service, see=anybody, edit=role("directory.edit"), refer=role("case.work"))
access_to(ServiceType, see=anybody)
access_to(Offered, see=anybody, edit=through("service", "edit"))
access_to(Opening, see=anybody)
access_to(Price, see=anybody)
access_to(Area, see=anybody)
access_to(Desk, see=anybody)
access_to(DirectoryEdition, see=anybody)
access_to(Verification, see=anybody)
access_to(Mechanism, see=anybody, edit=role("directory.edit"))
access_to(MechanismMember, see=anybody, edit=role("directory.edit"))
access_to(Feed, see=role("directory.edit"), bring=role("directory.edit"))
access_to(FeedFile, see=role("directory.edit"), bring=role("directory.edit"))
access_to(Fed, see=role("directory.edit"))
access_to(Asking, see=role("directory.edit"))
access_to(Remark, see=role("directory.edit"), settle=role("directory.edit"))

# Whom to ask whether a listing is true; where a house is that is on no map; what strangers wrote.
of_a_task(Provider, "edit")
of_a_task(Location, "find")
of_a_task(Remark, "see")
