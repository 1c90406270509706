"""What may be written about people and their places and roles on accounts."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from scoring.vocabulary import OrganisationSide, Role, SubRole
from service.inputs.base import Input, changes_of
from service.inputs.fields import Day, Email, Id, Label, Language, Name, Phone, Share, Tags, TimeZone, Title

Cost = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class PersonFields(Input):
    """What is known of somebody wherever they have a place."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    title: Name | None = None
    department: Title | None = None
    organisation: Name | None = None
    language: Language = "en"
    time_zone: TimeZone | None = None
    tags: Tags = Field(default_factory=list)
    do_not_contact: bool = False
    left_on: Day | None = None


class NewPerson(PersonFields):
    """Somebody new, with a first place on an account; further places are memberships."""

    account_id: Id
    side: OrganisationSide = OrganisationSide.CUSTOMER
    placeholder: bool = False


PersonChange = changes_of(PersonFields)


class NewMembership(Input):
    """A person's place in the decision chain of an account."""

    account_id: Id
    person_id: Id
    side: OrganisationSide = OrganisationSide.CUSTOMER
    openness: Share | None = None
    contact_cost: Cost = 1.0
    placeholder: bool = False
    valid_from: Day | None = None


MembershipChange = changes_of(NewMembership, but=frozenset({"account_id", "person_id", "valid_from"}))


class NewRole(Input):
    """A role that a person holds on an account; the sub-role alone says enough."""

    account_id: Id
    person_id: Id
    role: Role | None = None
    sub_role: SubRole | None = None
    suggested: bool = False
    valid_from: Day | None = None

    @model_validator(mode="after")
    def _names_a_role(self) -> Self:
        if self.role is None and self.sub_role is None:
            raise ValueError("role or sub_role must be given")
        if self.role is not None and self.sub_role is not None and self.sub_role.role is not self.role:
            raise ValueError("the sub_role belongs to another role")
        return self

    @property
    def held(self) -> Role:
        """The role, taken from the sub-role where only that was given."""
        role = self.role or (self.sub_role.role if self.sub_role else None)
        if role is None:
            raise ValueError("role or sub_role must be given")
        return role


class RoleChange(Input):
    """Another role for the same person, or the confirmation of a suggested one."""

    role: Role | None = None
    sub_role: SubRole | None = None
    suggested: bool | None = None


class NewRequiredRole(Input):
    """A function that every account of a segment should have filled; without a segment: every account."""

    segment: Label | None = None
    sub_role: SubRole


class NewTitleRule(Input):
    """Which role a job title suggests: a phrase, in one language."""

    language: Language
    pattern: Title
    sub_role: SubRole
