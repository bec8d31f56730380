"""Create the tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create submissions and what is read out of them."""
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("asked_year", sa.Integer(), nullable=False),
        sa.Column("asked_unit", sa.String(100), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reading_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint(
            "district", "sha256", "asked_year", "asked_unit",
            name="uq_submissions_district_sha256_asked_year_asked_unit",
        ),
        sa.UniqueConstraint(
            "district", "year", "unit", "version", name="uq_submissions_district_year_unit_version"
        ),
    )  # fmt: skip
    op.create_index("ix_submissions_district_state", "submissions", ["district", "state"])
    op.create_table(
        "documents",
        _of_submission("documents"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("places", sa.LargeBinary(), nullable=True),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name="pk_documents"),
    )
    op.create_table(
        "facts",
        _of_submission("facts"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.String(100), nullable=False),
        sa.Column("code", sa.String(100), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("low", sa.Text(), nullable=True),
        sa.Column("high", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("implied", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Text(), nullable=True),
        sa.Column("period_end", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "position", name="pk_facts"),
    )
    op.create_index("ix_facts_code", "facts", ["code"])
    op.create_table(
        "findings",
        _of_submission("findings"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_said_by_a_finding(),
        sa.PrimaryKeyConstraint("submission_id", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_finding_id", "findings", ["finding_id"])
    op.create_table(
        "run_findings",
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_said_by_a_finding(),
        sa.PrimaryKeyConstraint("district", "year", "position", name="pk_run_findings"),
    )
    op.create_index("ix_run_findings_finding_id", "run_findings", ["finding_id"])


def downgrade() -> None:
    """Drop every table; there is nothing before the first version."""
    for table in ("run_findings", "findings", "facts", "documents", "submissions"):
        op.drop_table(table)


def _of_submission(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("submissions.id", name=f"fk_{table}_submission_id")
    return sa.Column("submission_id", sa.Integer(), key, nullable=False)


def _said_by_a_finding() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("finding_id", sa.String(12), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
