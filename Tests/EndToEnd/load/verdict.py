"""What a run has found, line by line."""

import os


def verdict(lines: list[tuple[str, bool]]) -> int:
    """Prints each line, marks those that fall short; the exit status."""
    print(f"load average {os.getloadavg()[0]:.1f}")
    for text, holds in lines:
        print(f"  {text}{'' if holds else '   FALLS SHORT'}")
    return 0 if all(holds for _, holds in lines) else 1
