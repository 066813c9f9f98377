"""The two things an action may say to the person who asked: "not like that", and "not here"."""


class Invalid(ValueError):
    """What was given cannot be used; `message` tells the person who typed what is wrong and what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def about(self, field: str) -> "Invalid":
        """The same message, said beside the field it belongs to."""
        return Invalid(self.message, field)


class NotThere(LookupError):
    """What was asked for does not exist, or may not be seen: the two look exactly alike, on purpose."""
