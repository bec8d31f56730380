"""Add the heads of the audit chains, so that a chain cut short is seen, and what the table checks of a run came to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create both tables; a chain that is there already is taken at its word."""
    op.create_table(
        "audit_heads",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("district", name="pk_audit_heads"),
    )
    op.execute(
        "INSERT INTO audit_heads (district, position, hash) SELECT district, position, hash FROM audit AS entry "
        "WHERE position = (SELECT max(position) FROM audit AS later WHERE later.district = entry.district)"
    )
    op.create_table(
        "table_checks",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "year", name="pk_table_checks"),
    )


def downgrade() -> None:
    """Drop both; the next run checks the tables again."""
    for table in ("table_checks", "audit_heads"):
        op.drop_table(table)
