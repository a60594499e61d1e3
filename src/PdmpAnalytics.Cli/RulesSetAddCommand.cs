using System.CommandLine;
using System.CommandLine.Parsing;
using PdmpAnalytics.Detection.RuleSets;
using PdmpAnalytics.RuleSets;

namespace PdmpAnalytics.Cli;

internal sealed class RulesSetAddCommand : PdmpCommand
{
    private readonly Argument<string> _file = new("file") { Description = "JSON: name, version, description, and rules with their thresholds." };
    private readonly Option<string> _user = CommonOptions.User();

    public RulesSetAddCommand()
        : base(
            "add",
            "Checks a file of thresholds and stores it as a draft. What it does not name keeps its default.",
            "rules set add fewer-letters.json")
    {
        _file.Validators.Add(MustExist);
        Add(_file);
        Add(_user);
        Does(async session =>
        {
            var file = await ReadAsync(session.Value(_file), session.Cancellation);
            var added = await session.Service<RuleSetService>().AddAsync(file, session.Value(_user)!, session.Cancellation);
            if (added.Refusal is { } refusal)
            {
                return session.Refused(refusal);
            }

            session.Terminal.Note($"{added.Value.Label} is stored; rules set shadow measures it, rules set activate puts it in force.");
            return ExitCodes.Ok;
        });
    }

    /// <summary>For an argument or option that names a file of thresholds.</summary>
    public static void MustExist(SymbolResult result)
    {
        if (result.Tokens is [{ Value: var path }] && !File.Exists(path))
        {
            result.AddError($"There is no file {path}.");
        }
    }

    /// <summary>A checked file of thresholds. Throws <see cref="SettingsException"/> with every complaint.</summary>
    public static async Task<RuleSetFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var read = RuleSetFile.Read(await File.ReadAllTextAsync(path, cancellation));
        return read.Refusal is { } refusal ? throw new SettingsException($"{path} cannot be used:\n{refusal.Message}") : read.Value;
    }
}
