"""Where permissions are written down: what a brand has is found without a look at what all others have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sandbox.graph.model import Permission, Profile


class Book:
    """Every permission there is. One of a brand may be one of 100,000."""

    def __init__(self) -> None:
        self._all: list[Permission] = []
        self._by_brand: dict[str, dict[str, Permission]] = {}

    def add(self, permission: Permission) -> None:
        """Write down a permission, the newest there is."""
        self._all.append(permission)
        self._by_brand.setdefault(permission.brand.ig_id, {})[permission.id] = permission

    def rows(self, brand: Profile | None) -> Iterable[Permission]:
        """Walk a brand's permissions, or all there are, oldest first."""
        return self._all if brand is None else self._by_brand.get(brand.ig_id, {}).values()

    def newest(self, brand: Profile) -> Mapping[str, Permission]:
        """Give a brand's permissions by id, newest first."""
        return _Backwards(self._by_brand.get(brand.ig_id, {}))


class _Backwards(Mapping[str, Permission]):
    """A view of a mapping that walks it from its end."""

    def __init__(self, rows: dict[str, Permission]) -> None:
        self._rows = rows

    def __getitem__(self, row_id: str) -> Permission:
        return self._rows[row_id]

    def __iter__(self) -> Iterator[str]:
        return reversed(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
