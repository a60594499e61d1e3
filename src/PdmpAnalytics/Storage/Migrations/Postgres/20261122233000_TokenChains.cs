using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TokenChains : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_dispensing_resolutions_account_idempotency_key",
                table: "dispensing_resolutions");

            migrationBuilder.AddColumn<string>(
                name: "sender",
                table: "dispensing_resolutions",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            // Notes written before are known by the key that sent them.
            migrationBuilder.Sql("UPDATE dispensing_resolutions SET sender = account;");

            migrationBuilder.CreateTable(
                name: "outside_people",
                columns: table => new
                {
                    actor = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    last_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    first_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    barred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    barred_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outside_people", x => x.actor);
                });

            migrationBuilder.CreateTable(
                name: "token_chains",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_token_chains", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_account",
                table: "dispensing_resolutions",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_sender_idempotency_key",
                table: "dispensing_resolutions",
                columns: new[] { "sender", "idempotency_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_token_chains_account_id_started_at",
                table: "token_chains",
                columns: new[] { "account_id", "started_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outside_people");

            migrationBuilder.DropTable(
                name: "token_chains");

            migrationBuilder.DropIndex(
                name: "ix_dispensing_resolutions_account",
                table: "dispensing_resolutions");

            migrationBuilder.DropIndex(
                name: "ix_dispensing_resolutions_sender_idempotency_key",
                table: "dispensing_resolutions");

            migrationBuilder.DropColumn(
                name: "sender",
                table: "dispensing_resolutions");

            migrationBuilder.CreateIndex(
                name: "ix_dispensing_resolutions_account_idempotency_key",
                table: "dispensing_resolutions",
                columns: new[] { "account", "idempotency_key" },
                unique: true);
        }
    }
}
