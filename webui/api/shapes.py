"""What goes in and out of the API, as serialisers: the OpenAPI description is made from them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tasks.item_values import ItemValues
from tasks.models import ItemState
from webui.api import problems


class InboxRowShape(serializers.Serializer[Any]):
    """One item in a list."""

    id = serializers.UUIDField()
    name = serializers.CharField(help_text="The step's name in the reader's language.")
    title = serializers.CharField(help_text="What the case is about.")
    case_number = serializers.CharField()
    process_id = serializers.CharField()
    process_name = serializers.CharField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()
    priority = serializers.IntegerField()
    assignee_name = serializers.CharField(help_text="Who has taken it; empty where nobody has or it is one's own.")
    for_name = serializers.CharField(help_text="For whom the person acts as guardian; empty for themselves.")
    can_claim = serializers.BooleanField(help_text="Whether it lies in the team's box.")


class InboxShape(serializers.Serializer[Any]):
    """A page of a box."""

    items = InboxRowShape(many=True, source="rows")
    total_open = serializers.IntegerField(help_text="How many items fit the filter.")
    total_is_more = serializers.BooleanField(help_text="Whether counting stopped there.")
    next_cursor = serializers.CharField(allow_null=True)
    previous_cursor = serializers.CharField(allow_null=True)


class InboxAsked(serializers.Serializer[Any]):
    """Which part of the inbox."""

    box = serializers.ChoiceField(["mine", "team", "done"], default="mine")
    process = serializers.CharField(required=False, max_length=200)
    state = serializers.ChoiceField(["all", "overdue", "due_soon"], default="all")
    q = serializers.CharField(required=False, max_length=200, help_text="In case number, title and step.")
    cursor = serializers.CharField(required=False, max_length=400)


class FormReference(serializers.Serializer[Any]):
    """Which form an item has."""

    id = serializers.CharField()
    href = serializers.CharField(help_text="Where its form-js JSON lies.")


class FilledInShape(serializers.Serializer[Any]):
    """What the visible fields hold; `values` is what a completion sends back, changed where it has to be."""

    values = serializers.DictField()
    read_only = serializers.DictField(  # type: ignore[assignment]
        help_text="Values nobody can change here; leave them out of a completion."
    )
    sealed = serializers.DictField(child=serializers.CharField(), help_text="Masks of numbers that lie in the vault.")
    files = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class WhyNotShape(serializers.Serializer[Any]):
    """The refusal that a completion would meet."""

    type = serializers.CharField()
    detail = serializers.CharField()


class ItemShape(serializers.Serializer[Any]):
    """One item."""

    id = serializers.UUIDField()
    case_id = serializers.UUIDField()
    case_number = serializers.CharField()
    title = serializers.CharField()
    process_id = serializers.CharField()
    version_number = serializers.IntegerField()
    element_id = serializers.CharField(help_text="The step's id in the diagram.")
    name = serializers.CharField()
    role = serializers.CharField()
    state = serializers.ChoiceField(ItemState.values)
    revision = serializers.IntegerField(help_text="Goes into a completion: it is refused if the item changed since.")
    assignee_id = serializers.UUIDField(allow_null=True)
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    deadline_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    form = serializers.SerializerMethodField()
    why_not = serializers.SerializerMethodField()
    filled = FilledInShape(allow_null=True, help_text="Null for an item that is no longer open.")

    @extend_schema_field(FormReference(allow_null=True))
    def get_form(self, item: ItemValues) -> dict[str, Any] | None:
        """The reference, null for a step without a form."""
        return {"id": item.form_id, "href": f"/api/v1/work-items/{item.id}/form/"} if item.form_id else None

    @extend_schema_field(WhyNotShape(allow_null=True))
    def get_why_not(self, item: ItemValues) -> dict[str, Any] | None:
        """Null where nothing stands against a completion."""
        found = problems.of(item.why_not) if item.why_not is not None else None
        return found and {"type": found["type"], "detail": found["detail"]}


class CompletionAsked(serializers.Serializer[Any]):
    """A form filled in."""

    revision = serializers.IntegerField(min_value=0, help_text="As the item was read.")
    data = serializers.DictField(help_text="Every field by its key; a field that is left out is empty.")  # type: ignore[assignment]


class CompletionShape(serializers.Serializer[Any]):
    """The item is done; `before` where the same person had done it already and this call changed nothing."""

    id = serializers.UUIDField(source="item_id")
    case_id = serializers.UUIDField(source="root_id")
    name = serializers.CharField()
    before = serializers.BooleanField()


class ValueErrorShape(serializers.Serializer[Any]):
    """One refused value."""

    name = serializers.CharField()
    pointer = serializers.CharField(help_text="Where it lies in the body (RFC 6901).")
    label = serializers.CharField()  # type: ignore[assignment]
    message = serializers.CharField()


class ProblemShape(serializers.Serializer[Any]):
    """Why something was refused (RFC 9457); sentences in the language asked for, else in the person's."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ValueErrorShape(many=True, required=False)  # type: ignore[assignment]
