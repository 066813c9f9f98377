from onestory.support.models.circle import CircleMember

__all__ = ["CircleMember"]
