"""Why something about an account was not done, in words its reader can act on."""


class AccountRefused(Exception):
    """Nothing was written. ``field`` names the input at fault, empty when none is."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NoSuchOfficer(AccountRefused):
    """No officer has this id."""

    def __init__(self) -> None:
        super().__init__("没有这个人员，请从人员列表重新进入。")
