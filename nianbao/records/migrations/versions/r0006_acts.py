"""Find the acts about one submission without reading the district's whole log."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the index; with the position in it SQLite takes it for the order too, statistics or none."""
    op.create_index("ix_audit_district_subject", "audit", ["district", "subject", "position"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_audit_district_subject", "audit")
