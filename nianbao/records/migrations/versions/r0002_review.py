"""Add what people decide: corrections, answers and decisions about held files, and the audit of every act."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of review and audit; of submissions received before, no person has decided anything."""
    # No batch: SQLite would copy the table and drop the old one, which the foreign keys of the facts forbid.
    op.add_column("submissions", sa.Column("decision", sa.String(20), nullable=False, server_default=""))
    op.create_table("corrections", *_of_a_year("unit", 100), sa.PrimaryKeyConstraint("id", name="pk_corrections"))
    op.create_index("ix_corrections_district_year", "corrections", ["district", "year"])
    op.create_table("answers", *_of_a_year("finding_id", 12), sa.PrimaryKeyConstraint("id", name="pk_answers"))
    op.create_index("ix_answers_district_year", "answers", ["district", "year"])
    op.create_table(
        "followed",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "year", "position", name="pk_followed"),
    )
    op.create_table(
        "audit",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("district", "position", name="pk_audit"),
    )


def downgrade() -> None:
    """Drop what people decided."""
    for table in ("audit", "followed", "answers", "corrections"):
        op.drop_table(table)
    op.drop_column("submissions", "decision")


def _of_a_year(about: str, length: int) -> tuple[sa.Column[int] | sa.Column[str], ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(about, sa.String(length), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
