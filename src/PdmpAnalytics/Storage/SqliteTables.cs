using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace PdmpAnalytics.Storage;

/// <summary>
/// Creates the tables that grow with the fills WITHOUT ROWID on SQLite: rows then lie in the order of their key, so a history is read in
/// one sweep. EF has no word for it in a model, so it is said where tables are created and survives regenerated migrations.
/// </summary>
internal sealed class SqliteTables(
    MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider migrationsAnnotations)
    : SqliteMigrationsSqlGenerator(dependencies, migrationsAnnotations)
{
    private static readonly string[] InKeyOrder = ["dispensations", "dispensation_keys", "dispensation_reports", "patient_blocks", "patient_links"];

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (!InKeyOrder.Contains(operation.Name))
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        base.Generate(operation, model, builder, terminate: false);
        builder.Append(" WITHOUT ROWID").AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
