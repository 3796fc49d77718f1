"""what answers say of items

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_figures",
        sa.Column("version_id", sa.String(length=80), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_versions.id"], name=op.f("fk_item_figures_version_id_item_versions")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_item_figures")),
    )


def downgrade() -> None:
    op.drop_table("item_figures")
