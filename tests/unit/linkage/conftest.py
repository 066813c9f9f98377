import pytest

from onestory.linkage import declaration
from onestory.linkage.declaration import Feed


@pytest.fixture
def nursery() -> Feed:
    """A feed of three columns, small enough to read beside a test."""
    return declaration.read(
        """
        feed: nursery
        title: Nursery list
        partner: Nurseries
        about: One row for each child.
        reference: [Ref]
        people: {child: {subject: true}, mother: {relation: parent, of: child}}
        columns:
          Ref: {means: record.number, needed: true}
          First: child.given
          Last: child.family
          Born: {means: child.born, readable: true}
          Postcode: child.postcode
          Mother: mother.full_name
          Meals: {means: child.free_school_meals, values: {Y: gets_them, N: does_not}}
        """
    )
