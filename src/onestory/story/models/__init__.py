from onestory.story.models.drafts import Draft
from onestory.story.models.entries import Entry, EntryAbout
from onestory.story.models.sections import StorySection

__all__ = ["Draft", "Entry", "EntryAbout", "StorySection"]
