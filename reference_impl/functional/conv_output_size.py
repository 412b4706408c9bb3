"""The size of what a convolution returns."""


def conv_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Count the places where a kernel fits, along one direction of an image.

    output = floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1

    Args:
        size: pixels of the image.
        kernel: pixels of the kernel.
        stride: pixels from one place to the next.
        padding: zeros added at either end of the image.
        dilation: pixels from one element of the kernel to the next.

    Returns:
        How many outputs there are.

    Raises:
        ValueError: the kernel is larger than the padded image.

    Source: Dumoulin and Visin (2016), "A guide to convolution arithmetic for deep learning", section 2.4.
    Pitfall: it rounds down; what is left over at the far end is never looked at.
    """
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError(
            f"a kernel of {kernel} (dilation {dilation}) does not fit into {size} pixels with padding {padding}:"
            " use a smaller kernel, more padding or a larger image"
        )
    return room // stride + 1
