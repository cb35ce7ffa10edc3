import pytest
from engine import queries as e
from tests.stories import forms
from tests.stories.test_what_the_worker_sees import seen
pytestmark = pytest.mark.django_db
def test_z(story):
    people = story.people
    story.apply(); story.do("give_consent", **forms.CONSENT); story.do("review_intake", people.officer, intake_outcome="accept")
    print([ (s.name,s.state) for s in seen(story).stages]); print(e.instance(story.instance_id).calling, [s.element_id for s in e.instance(story.instance_id).open_tasks])
    story.evaluate()
    print([ (s.name,s.state) for s in seen(story).stages])
    print([(x.kind,x.element_id) for x in e.history(story.instance_id, family=False)])
    assert 0
