namespace PdmpAnalytics.CommandHost;

/// <summary>One command to run: what a shell would give a new process, its standard streams as files.</summary>
/// <param name="Folder">Working directory.</param>
/// <param name="Environment">Variables set for this command and taken away after it.</param>
/// <param name="Arguments">Of the command line, without the program's name.</param>
/// <param name="Input">File to read as standard input; null: none, it ends at once.</param>
/// <param name="Output">File that standard output is written to; made or emptied.</param>
/// <param name="Error">File that standard error is written to; made or emptied.</param>
public sealed record CommandRequest(
    string Folder, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Arguments, string? Input, string Output, string Error);
