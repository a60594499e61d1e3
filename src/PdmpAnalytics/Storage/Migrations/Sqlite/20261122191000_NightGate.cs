using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PdmpAnalytics.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NightGate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "held_for",
                table: "nights",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "release_reason",
                table: "nights",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "released_at",
                table: "nights",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "released_by",
                table: "nights",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "night_profiles",
                columns: table => new
                {
                    business_date = table.Column<int>(type: "INTEGER", nullable: false),
                    feature_version = table.Column<int>(type: "INTEGER", nullable: false),
                    patients = table.Column<int>(type: "INTEGER", nullable: false),
                    figures = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_night_profiles", x => x.business_date);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "night_profiles");

            migrationBuilder.DropColumn(
                name: "held_for",
                table: "nights");

            migrationBuilder.DropColumn(
                name: "release_reason",
                table: "nights");

            migrationBuilder.DropColumn(
                name: "released_at",
                table: "nights");

            migrationBuilder.DropColumn(
                name: "released_by",
                table: "nights");
        }
    }
}
