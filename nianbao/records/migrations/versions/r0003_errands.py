"""Add the outbox: what is to be asked of the orchestrator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the errands; what waits to be read becomes one when it is first looked at."""
    op.create_table(
        "errands",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("claimed_by", sa.String(40), nullable=False),
        sa.Column("claimed_at", sa.String(32), nullable=True),
        sa.Column("done_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("district", "subject", name="pk_errands"),
    )


def downgrade() -> None:
    """Drop the outbox; what waits is still in the submissions."""
    op.drop_table("errands")
