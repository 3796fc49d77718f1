"""the workbench: reviews, comments, history, pictures, imports, calibrations, blueprints

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_settings",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bank_settings")),
    )
    op.create_table(
        "blueprints",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blueprints")),
    )
    op.create_table(
        "calibrations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("model", sa.String(length=8), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
    )
    op.create_table(
        "item_imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_imports")),
    )
    op.create_table(
        "pictures",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("mime", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pictures")),
    )
    op.create_table(
        "form_sets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("blueprint_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["blueprint_id"], ["blueprints.id"], name=op.f("fk_form_sets_blueprint_id_blueprints")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sets")),
    )
    op.create_table(
        "item_enemies",
        sa.Column("first", sa.String(length=64), nullable=False),
        sa.Column("second", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["first"], ["items.id"], name=op.f("fk_item_enemies_first_items")),
        sa.ForeignKeyConstraint(["second"], ["items.id"], name=op.f("fk_item_enemies_second_items")),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_item_enemies")),
    )
    with op.batch_alter_table("item_enemies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_enemies_second"), ["second"], unique=False)

    op.create_table(
        "item_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=80), nullable=True),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_events_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_events")),
    )
    with op.batch_alter_table("item_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_events_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_comments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_comments_item_id_items")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_versions.id"], name=op.f("fk_item_comments_version_id_item_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_comments")),
    )
    with op.batch_alter_table("item_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_comments_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_reviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version_id", sa.String(length=80), nullable=False),
        sa.Column("reviewer_id", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_versions.id"], name=op.f("fk_item_reviews_version_id_item_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_reviews")),
        sa.UniqueConstraint("version_id", "reviewer_id", name=op.f("uq_item_reviews_version_id")),
    )
    with op.batch_alter_table("item_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_reviews_version_id"), ["version_id"], unique=False)

    with op.batch_alter_table("heat_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pilot", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tags", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("seconds", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("author_b", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("author_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("changed_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("import_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))
        batch_op.alter_column("benchmark", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("point", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("dimension", existing_type=sa.VARCHAR(length=24), nullable=True)
        batch_op.create_index(batch_op.f("ix_item_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_item_versions_import_id_item_imports"), "item_imports", ["import_id"], ["id"]
        )

    # An author's judgement is part of what the author wrote, and stays with the version.
    op.execute(
        "UPDATE item_versions SET "
        "author_b = (SELECT p.author_b FROM item_parameters p WHERE p.version_id = item_versions.id), "
        "author_reason = COALESCE((SELECT p.reason FROM item_parameters p WHERE p.version_id = item_versions.id), '')"
    )

    with op.batch_alter_table("item_parameters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("se_a", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("se_b", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("se_c", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("n", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("calibration_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_item_parameters_calibration_id_calibrations"), "calibrations", ["calibration_id"], ["id"]
        )
        batch_op.drop_column("author_b")
        batch_op.drop_column("reason")

    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Takes the tables back. Items that the first release cannot hold (without a benchmark) make it fail; nothing is
    changed."""
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("embargo_until")
        batch_op.drop_column("author_id")
    with op.batch_alter_table("item_parameters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_b", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_item_parameters_calibration_id_calibrations"), type_="foreignkey")
        for name in ("calibration_id", "n", "se_c", "se_b", "se_a"):
            batch_op.drop_column(name)
    op.execute(
        "UPDATE item_parameters SET "
        "author_b = (SELECT v.author_b FROM item_versions v WHERE v.id = item_parameters.version_id), "
        "reason = (SELECT v.author_reason FROM item_versions v WHERE v.id = item_parameters.version_id)"
    )
    with op.batch_alter_table("item_parameters", schema=None) as batch_op:
        batch_op.alter_column("author_b", existing_type=sa.Float(), nullable=False)
        batch_op.alter_column("reason", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_item_versions_import_id_item_imports"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_item_versions_import_id"))
        for name, kind in (("dimension", sa.String(24)), ("point", sa.Integer()), ("benchmark", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        for name in ("note", "import_id", "changed_by", "author_reason", "author_b", "seconds", "tags"):
            batch_op.drop_column(name)
    with op.batch_alter_table("heat_items", schema=None) as batch_op:
        batch_op.drop_column("pilot")
    for table in (
        "item_reviews", "item_comments", "item_events", "item_enemies", "form_sets", "pictures", "item_imports",
        "calibrations", "blueprints", "bank_settings",
    ):  # fmt: skip
        op.drop_table(table)
