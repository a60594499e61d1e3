using System.Text.RegularExpressions;
using Xunit;

namespace PdmpAnalytics.Tests.House;

/// <summary>What may depend on what in the library: a feature names only the features listed for it, and few files touch the store, the clock or CsvHelper.</summary>
public partial class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Dispensing"] = [],
        ["Patients"] = ["Dispensing"],
        ["Practices"] = ["Dispensing"],
        ["Ingestion"] = ["Dispensing", "Patients"],
        ["Reference"] = ["Dispensing", "Practices", "Patients"], // Patients: one address normaliser for records and registries
        ["Detection"] = ["Dispensing", "Patients", "Practices"],
        ["Auditing"] = [],
        ["Accounts"] = ["Auditing", "Dispensing"], // Dispensing: check digits of the pharmacy somebody works at
        ["Corrections"] = ["Dispensing", "Ingestion", "Auditing"],
        ["RuleSets"] = ["Detection", "Auditing"],
        ["Lookup"] = ["Dispensing", "Patients", "Practices", "Detection", "Review", "Auditing", "Ingestion", "Accounts"], // Ingestion: through which day a pharmacy's data reach; Accounts: for whom a delegate may ask
        ["Backtesting"] = ["Dispensing", "Detection", "Review", "Practices", "Ingestion", "Patients"],
        ["Review"] = ["Dispensing", "Detection", "Patients", "Auditing", "Accounts"],
        ["Learning"] = ["Detection", "Review", "Auditing", "Evaluation"], // Evaluation: one measure of a ranking
        ["Retention"] = ["Dispensing", "Patients", "Ingestion", "Review", "Detection", "Auditing"],
        ["Evaluation"] = ["Dispensing", "Patients", "Ingestion", "Detection"],
        ["Synthetic"] = ["Dispensing", "Patients", "Ingestion", "Detection"],
    };

    /// <summary>Shells that are not called *Service, and the parts that a shell is cut into.</summary>
    private static readonly string[] Shells =
    [
        "Auditing/AuditLog.cs", "Review/ReviewQueue.cs", "Review/FillLines.cs", "Review/AlertMatching.cs", "Review/Work/StepWriter.cs", "Review/PublicationWriter.cs",
        "Patients/Linking/LinkReads.cs", "Patients/Linking/LinkCollection.cs", "Patients/Linking/LinkResolution.cs",
        "Patients/Linking/PatientChangesWriter.cs", "Detection/IdentityDoubts.cs", "Detection/Exemptions/ExemptionReads.cs",
        "Review/MergedAlerts.cs", "Ingestion/StoreIds.cs", "Ingestion/StorePatients.cs", "Ingestion/LoadScope.cs",
        "Ingestion/TransactionRegister.cs", "Ingestion/RejectedRecords.cs", "Ingestion/DispenserNames.cs", "Ingestion/SealingKeys.cs",
        "Nightly/NightlyRunner.cs", "Nightly/HeldLease.cs", "Retention/StandingHolds.cs",
        "Accounts/AccountStore.cs", "Accounts/AccountServices.cs", "Accounts/AccountWork.cs", // Identity's store is made for one context a request
    ];

    private static readonly string[] CsvFiles = ["Ingestion/Csv/", "Reference/", "Evaluation/", "Synthetic/", "Export"];

    [Fact]
    public void Features_NameOnlyTheFeaturesListedForThem() => Assert.Empty(
        from file in Sources()
        where Allowed.ContainsKey(file.Feature)
        from used in Features().Matches(file.Text).Select(m => m.Groups[1].Value)
        where used != file.Feature && used != "Storage" && !Allowed[file.Feature].Contains(used)
        select $"{file.Path} uses {used}");

    [Fact]
    public void Store_IsSeenByShellsOnly() => Assert.Empty(
        from file in Sources()
        where file.Feature != "Storage" && Store().IsMatch(file.Text) && !IsShell(file.Path)
        select file.Path);

    [Fact]
    public void Clock_IsSeenByShellsOnly() => Assert.Empty(
        from file in Sources() where Clock().IsMatch(file.Text) && !IsShell(file.Path) select file.Path);

    [Fact]
    public void CsvHelper_IsSeenByReadersAndExportsOnly() => Assert.Empty(
        from file in Sources()
        where Csv().IsMatch(file.Text) && !CsvFiles.Any(part => file.Path.Contains(part, StringComparison.Ordinal))
        select file.Path);

    [Fact]
    public void Library_KnowsNoWebFramework() => Assert.DoesNotContain(
        typeof(Result<>).Assembly.GetReferencedAssemblies(),
        assembly => assembly.Name is { } name
            && (name.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore.Routing", StringComparison.Ordinal)));

    [Fact]
    public void Sources_AreFound() => Assert.True(Sources().Count() > 100);

    private static bool IsShell(string path) =>
        path.EndsWith("Service.cs", StringComparison.Ordinal) || path == "PdmpAnalyticsServices.cs" || Shells.Contains(path);

    private static IEnumerable<(string Path, string Feature, string Text)> Sources()
    {
        var root = Path.Combine(Repository(), "src", "PdmpAnalytics");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(root, file).Replace('\\', '/'), File: file))
            .Where(f => !f.Path.StartsWith("bin/", StringComparison.Ordinal) && !f.Path.StartsWith("obj/", StringComparison.Ordinal))
            .Select(f => (f.Path, f.Path.Split('/')[0], File.ReadAllText(f.File)));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PdmpAnalytics.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"^using (?:static )?PdmpAnalytics\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Features();

    [GeneratedRegex(@"\bPdmpDbContext\b")]
    private static partial Regex Store();

    [GeneratedRegex(@"\bTimeProvider\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^using CsvHelper", RegexOptions.Multiline)]
    private static partial Regex Csv();
}
