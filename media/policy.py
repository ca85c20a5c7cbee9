"""Who may do what with videos: everybody their own, some see or change all."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import OwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from media.models import Video


class VideoPolicy(OwnershipPermissionPolicy):
    """Who may add videos may change their own; `change_video` reaches all; `view_video` sees all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether there may be a video the user can do this with."""
        if action == "view":
            return any(user.has_perm(self._get_permission_name(name)) for name in ("view", "add", "change"))
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Whether the user can do any of these with this video."""
        if "view" in actions:
            if user.has_perm(self._get_permission_name("view")):
                return True
            actions = [*actions, "change"]
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """The videos the user can do any of these with."""
        if "view" in actions:
            if user.has_perm(self._get_permission_name("view")):
                return self.model._default_manager.all()
            actions = [*actions, "change"]
        return super().instances_user_has_any_permission_for(user, actions)


policy = VideoPolicy(Video, owner_field_name="uploaded_by")


def register() -> None:
    """Makes the policy Wagtail's answer for videos; once, before any view asks."""
    register_permission_policy(Video, policy)
