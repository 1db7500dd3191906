import boats


@boats.afloat
def row(boat: str) -> str:
    """Two
    lines."""
    return f"{boat} is there"


print(row("ida"))
