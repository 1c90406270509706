"""People, their places on accounts and their roles there."""

from service.api.noun import Noun
from service.auth.policy import Resource
from service.inputs.person import MembershipChange, NewMembership, NewPerson, NewRole, PersonChange, RoleChange
from service.operations.add_person import add_person
from service.operations.assign_role import assign_role, change_role, end_role
from service.operations.change_person import change_person, remove_person
from service.operations.place_person import change_membership, end_membership, place_person
from service.queries.nouns.people import MEMBERSHIPS, PEOPLE, ROLES

people = Noun(
    name="people",
    singular="person",
    about="People at customers, partners and subsidiaries. Removing one ends their places on accounts within reach.",
    listing=PEOPLE,
    resource=Resource.ACCOUNT,
    parameter="person_id",
    create=(NewPerson, add_person),
    change=(PersonChange, change_person),
    remove=remove_person,
)

memberships = Noun(
    name="memberships",
    singular="membership",
    about="Places of people in decision chains. A change replaces the place by a new one; the old stays in history.",
    listing=MEMBERSHIPS,
    resource=Resource.ACCOUNT,
    parameter="membership_id",
    create=(NewMembership, place_person),
    change=(MembershipChange, change_membership),
    remove=end_membership,
)

roles = Noun(
    name="roles",
    singular="role",
    about="Roles that people hold on accounts. A suggested one counts once it is confirmed (`suggested: false`).",
    listing=ROLES,
    resource=Resource.ACCOUNT,
    parameter="role_id",
    create=(NewRole, assign_role),
    change=(RoleChange, change_role),
    remove=end_role,
)

ROUTES = (people.routes, memberships.routes, roles.routes)
