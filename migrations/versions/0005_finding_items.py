"""finding items: an index of their words that follows every change; which version waits for its reviewers

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER item_search_pointer AFTER UPDATE OF current_version, status ON items "
    "BEGIN DELETE FROM item_search WHERE item_id = NEW.id; END",
    "CREATE TRIGGER item_search_item_gone AFTER DELETE ON items "
    "BEGIN DELETE FROM item_search WHERE item_id = OLD.id; END",
    "CREATE TRIGGER item_search_version AFTER UPDATE ON item_versions "
    "BEGIN DELETE FROM item_search WHERE item_id = NEW.item_id; END",
)
POSTGRES = (
    "CREATE FUNCTION item_search_forget_item() RETURNS trigger AS "
    "'BEGIN DELETE FROM item_search WHERE item_id = OLD.id; RETURN NULL; END' LANGUAGE plpgsql",
    "CREATE FUNCTION item_search_forget_version() RETURNS trigger AS "
    "'BEGIN DELETE FROM item_search WHERE item_id = NEW.item_id; RETURN NULL; END' LANGUAGE plpgsql",
    "CREATE TRIGGER item_search_pointer AFTER UPDATE OF current_version, status ON items "
    "FOR EACH ROW EXECUTE FUNCTION item_search_forget_item()",
    "CREATE TRIGGER item_search_item_gone AFTER DELETE ON items "
    "FOR EACH ROW EXECUTE FUNCTION item_search_forget_item()",
    "CREATE TRIGGER item_search_version AFTER UPDATE ON item_versions "
    "FOR EACH ROW EXECUTE FUNCTION item_search_forget_version()",
)
TRIGGERS = {"item_search_pointer": "items", "item_search_item_gone": "items", "item_search_version": "item_versions"}


def upgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_version", sa.String(length=80), nullable=True))
    op.create_table(
        "item_search",
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("benchmark", sa.Integer(), nullable=True),
        sa.Column("dimension", sa.String(length=24), nullable=True),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_search")),
    )
    with op.batch_alter_table("item_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_search_changed_at"), ["changed_at"], unique=False)
    for statement in POSTGRES if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for name, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgres else f"DROP TRIGGER {name}")
    if postgres:
        op.execute("DROP FUNCTION item_search_forget_item()")
        op.execute("DROP FUNCTION item_search_forget_version()")
    op.drop_table("item_search")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("submitted_version")
