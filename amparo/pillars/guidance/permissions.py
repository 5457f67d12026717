"""Who reads guidance: everybody who signs in, once it was published. Who writes it, and where."""

from django.db import models
from django.db.models import Q

from amparo.foundation.core.accounts.roles import give_permissions
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import NONE, PermissionRule, any_of
from amparo.foundation.core.permissions.masking import unmasked_for
from amparo.foundation.core.permissions.rules import (
    any_signed_in_user,
    is_owner,
    join_path,
    register_rules,
    via_foreign_key,
)

from .models import (
    Citation,
    Comment,
    Edition,
    EditionLanguage,
    Figure,
    ItemLink,
    Product,
    ProductAudience,
    ProductTheme,
    Remark,
    Section,
    SectionText,
    TextConflict,
)

give_permissions(
    "supervisor", "guidance.adopt", "guidance.review", "guidance.translate", "guidance.write"
)
give_permissions("programme_manager", "guidance.endorse")
give_permissions("guidance_author", "guidance.adopt", "guidance.write", "guidance.write_for_all")
give_permissions("translator", "guidance.translate")
give_permissions("guidance_reviewer", "guidance.review")
give_permissions("endorser", "guidance.endorse")


# Writes what is for all offices.
FOR_ALL = "guidance.write_for_all"
# Each of them opens drafts.
WRITERS = ("guidance.write", "guidance.translate", "guidance.review", "guidance.endorse")


def in_scope(verb: str, path: str = "") -> PermissionRule:
    """Opens products of an office where the permission is held for that office; those for
    everybody and of a country to whoever has it anywhere. To write these takes another one.
    """

    def rule(user: User, model: type[models.Model], at: str = "") -> Q:
        if verb not in user.permissions:
            return NONE
        office = join_path(join_path(at, path) if path else at, "office")
        own = Q(**{f"{office}__in": user.offices_for(verb)})
        if teams := user.teams_for(verb):
            # Asked apart: joined, each team of the office would give the record once more.
            own |= Q(**{f"{office}__in": Office.objects.filter(teams__in=teams)})
        for_all = FOR_ALL if verb == "guidance.write" else verb
        return own | Q(**{office: None}) if for_all in user.permissions else own

    return rule


def published_once(user: User, model: type[models.Model], at: str = "") -> Q:
    """Opens editions to every signed-in user once they were published."""
    return ~Q(**{f"{join_path(at, 'state')}__in": Edition.OPEN})


_DRAFTS = any_of(*(in_scope(verb, "product") for verb in WRITERS))

register_rules(
    Product,
    see=any_signed_in_user,
    write=in_scope("guidance.write"),
    translate=in_scope("guidance.translate"),
    review=in_scope("guidance.review"),
    see_translations=any_of(
        in_scope("guidance.write"), in_scope("guidance.translate"), in_scope("guidance.review")
    ),
    endorse=in_scope("guidance.endorse"),
)
register_rules(
    Edition,
    see=any_of(published_once, _DRAFTS),
    write=in_scope("guidance.write", "product"),
    translate=in_scope("guidance.translate", "product"),
    review=in_scope("guidance.review", "product"),
    endorse=in_scope("guidance.endorse", "product"),
    adopt=published_once,
    comment=_DRAFTS,
)
register_rules(
    Section,
    see=via_foreign_key("edition"),
    write=via_foreign_key("edition", "write"),
    translate=via_foreign_key("edition", "translate"),
    review=via_foreign_key("edition", "review"),
    comment=via_foreign_key("edition", "comment"),
)
register_rules(
    SectionText,
    see=via_foreign_key("section"),
    write=via_foreign_key("section__edition", "write"),
    review=via_foreign_key("section__edition", "review"),
)
register_rules(
    TextConflict,
    see=via_foreign_key("text__section"),
    write=any_of(
        via_foreign_key("text__section__edition", "write"),
        via_foreign_key("text__section__edition", "translate"),
    ),
)
register_rules(
    Comment,
    see=via_foreign_key("section__edition", "comment"),
    resolve=via_foreign_key("section__edition", "write"),
)
register_rules(Figure, see=any_signed_in_user)
register_rules(Citation, see=any_signed_in_user)
register_rules(ItemLink, see=any_signed_in_user)
register_rules(ProductAudience, see=any_signed_in_user)
register_rules(ProductTheme, see=any_signed_in_user)
register_rules(EditionLanguage, see=any_signed_in_user)
unmasked_for(Remark, "see")
# What is not true at their place: whoever wrote it, and who may write the text.
register_rules(
    Remark,
    see=any_of(
        is_owner("by"), is_owner("edition__product__owner"),
        via_foreign_key("edition__product", "write"),
    ),
    answer=any_of(
        is_owner("edition__product__owner"), via_foreign_key("edition__product", "write")
    ),
)  # fmt: skip
