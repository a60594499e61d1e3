using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.IntegrationTests.Web.Api;

/// <summary>The calls that the root README shows with curl, each with an excerpt of its answer below it.</summary>
internal static partial class ReadmeCalls
{
    /// <param name="Address">Without the host.</param>
    /// <param name="Excerpt">Members that the answer has; of a list some, in their order.</param>
    public sealed record Call(string Address, string ContentType, string Body, JsonElement Excerpt);

    public static IReadOnlyList<Call> All() =>
    [
        .. Block().Matches(File.ReadAllText(RepositoryFiles.Path("README.md"))).Select(m => new Call(
            m.Groups["address"].Value, m.Groups["type"].Value, m.Groups["body"].Value, JsonDocument.Parse(m.Groups["json"].Value).RootElement)),
    ];

    /// <summary>Makes a call and holds its answer against the excerpt, field by field.</summary>
    public static async Task HoldsAsync(Call call, HttpClient client)
    {
        using var content = new StringContent(call.Body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.ContentType);
        using var answer = await client.PostAsync(new Uri(call.Address, UriKind.Relative), content);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.True(answer.IsSuccessStatusCode, body.RootElement.GetRawText());
        AssertHolds(call.Excerpt, body.RootElement, call.Address);
    }

    private static void AssertHolds(JsonElement excerpt, JsonElement answer, string where)
    {
        switch (excerpt.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in excerpt.EnumerateObject())
                {
                    Assert.True(answer.TryGetProperty(member.Name, out var value), $"{where}: no {member.Name}");
                    AssertHolds(member.Value, value, $"{where}.{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                var rest = answer.EnumerateArray().ToList();
                foreach (var item in excerpt.EnumerateArray())
                {
                    var at = rest.FindIndex(candidate => Holds(item, candidate));
                    Assert.True(at >= 0, $"{where}: no such item: {item.GetRawText()}");
                    rest = rest[(at + 1)..];
                }

                break;
            default:
                Assert.True(excerpt.GetRawText() == answer.GetRawText(), $"{where}: {answer.GetRawText()} instead of {excerpt.GetRawText()}");
                break;
        }
    }

    private static bool Holds(JsonElement excerpt, JsonElement answer) => excerpt.ValueKind == answer.ValueKind && excerpt.ValueKind switch
    {
        JsonValueKind.Object => excerpt.EnumerateObject().All(m => answer.TryGetProperty(m.Name, out var value) && Holds(m.Value, value)),
        JsonValueKind.Array => excerpt.EnumerateArray().All(item => answer.EnumerateArray().Any(candidate => Holds(item, candidate))),
        _ => excerpt.GetRawText() == answer.GetRawText(),
    };

    [GeneratedRegex("""curl -s '?http://[^/\s]+(?<address>[^\s']+)'?[^']*?-H "Content-Type: (?<type>[^"]+)"[^']*-d '(?<body>[^']+)'\n```\n\n```json\n(?<json>.*?)\n```""", RegexOptions.Singleline)]
    private static partial Regex Block();
}
