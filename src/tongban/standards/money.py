"""Money is counted in fen (分), as whole numbers."""

Fen = int


def yuan(fen: Fen) -> str:
    """``2000`` → ``"20.00"``: yuan with two decimals, without a currency sign."""
    sign, amount = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{amount // 100}.{amount % 100:02d}"
