using System.CommandLine;
using System.Globalization;
using PdmpAnalytics.Reference;

namespace PdmpAnalytics.Cli;

internal sealed class ReferenceImportCommand : PdmpCommand
{
    private const int ProblemsShown = 10;

    private static readonly Dictionary<string, ReferenceKind> Kinds =
        Enum.GetValues<ReferenceKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

    private readonly Option<string> _kind = new("--kind") { Description = "ndc, zip, factors or prescribers.", HelpName = "kind", Required = true };
    private readonly Argument<string> _file = new("file") { Description = "The file, plain or .gz; for ndc also the folder of product.txt and package.txt." };

    public ReferenceImportCommand()
        : base(
            "import",
            "Loads a reference file: FDA NDC directory, Census ZIP centroids, conversion factors or a prescriber registry.",
            "reference import --kind ndc product.txt",
            "reference import --kind zip zcta-centroids-2021.csv.gz",
            "reference import --kind factors factors.csv",
            "reference import --kind prescribers npidata.csv")
    {
        Add(_kind);
        Add(_file);
        _kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        Does(async session =>
        {
            var import = await session.Service<ReferenceImportService>().ImportAsync(
                Kinds[session.Value(_kind)!], session.Value(_file), session.Cancellation);
            Describe(session.Terminal, import);
            return import.Problems.Any(p => p.LeavesRowOut) ? ExitCodes.InputRejected : ExitCodes.Ok;
        });
    }

    private static void Describe(Terminal terminal, ReferenceImport import)
    {
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Read:N0} rows: {import.Added:N0} added, {import.Changed:N0} changed, {import.Unchanged:N0} unchanged, {import.Skipped:N0} of no interest, {import.Problems.Count:N0} at fault."));
        foreach (var problem in import.Problems.OrderByDescending(p => p.LeavesRowOut).Take(ProblemsShown))
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{(problem.Line == 0 ? "the file" : $"line {problem.Line}")}: {problem.Code} {problem.Column}").TrimEnd());
        }
    }
}
