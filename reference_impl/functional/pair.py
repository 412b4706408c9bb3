"""Pairs: one number for both directions of an image, or one for each."""


def pair(size: int | tuple[int, int]) -> tuple[int, int]:
    """Give a size its two directions.

    pair(3) = (3, 3),  pair((3, 5)) = (3, 5)

    Args:
        size: one number for height and width, or the two of them.

    Returns:
        Height and width.
    """
    height, width = size if isinstance(size, tuple | list) else (size, size)
    return height, width
