using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PdmpAnalytics.Web.Api;

/// <summary>Reads what was sent, and says in a problem document why it cannot be read.</summary>
internal static class ApiBody
{
    /// <summary>A query is some hundred bytes; our choice, 2026-11-22.</summary>
    public const int MostJsonBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 16, RespectNullableAnnotations = true };

    /// <summary>The body as an object, or the problem.</summary>
    public static async Task<(T? Value, ProblemHttpResult? Problem)> ReadJsonAsync<T>(HttpContext context)
        where T : class
    {
        var (bytes, problem) = await ReadAsync(context, "application/json", MostJsonBytes);
        if (problem is not null)
        {
            return (null, problem);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, Json) is { } value
                ? (value, null)
                : (null, Unreadable(null));
        }
        catch (JsonException wrong)
        {
            // The path names the member; the message would quote its value.
            return (null, Unreadable(wrong.Path));
        }
    }

    /// <summary>The body as bytes when it has the content type and is not too long.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, ProblemHttpResult? Problem)> ReadAsync(HttpContext context, string contentType, int most)
    {
        var sent = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        if (!sent.Equals(contentType, StringComparison.OrdinalIgnoreCase))
        {
            return (default, ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "content-type", $"Send {contentType}."));
        }

        if (context.Request.ContentLength > most)
        {
            return (default, TooLarge(most));
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                return (default, TooLarge(most));
            }
        }

        return (bytes.ToArray(), null);
    }

    private static ProblemHttpResult TooLarge(int most) =>
        ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", $"Send at most {most} bytes.");

    private static ProblemHttpResult Unreadable(string? path) => ApiProblem.Of(
        StatusCodes.Status400BadRequest, "json-unreadable", "The body is not the JSON that is expected here.", path is null or "$" ? null : path.TrimStart('$', '.'));
}
