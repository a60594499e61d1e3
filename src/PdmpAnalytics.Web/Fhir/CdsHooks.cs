using System.Text.Json.Nodes;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Web.Api;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>
/// CDS Hooks 2.0: a card with a link to the look-up and nothing from the history, as the guide demands. No query is made, so nothing is
/// disclosed; whoever follows the link signs in first.
/// </summary>
internal static class CdsHooks
{
    private const string Id = "pdmp-look-up";

    /// <summary>Where people reach the host. Not what a request says of it: a card would send people wherever a sender likes.</summary>
    private const string PublicAddress = nameof(PublicAddress);
    private const string Unsaid = "http://127.0.0.1:5080";
    private static readonly string[] Hooks = ["patient-view", "order-select", "order-sign"];

    public static void MapCdsHooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/cds-services", () => Results.Json(new { services = Hooks.Select(Service) })).AllowAnonymous();
        foreach (var hook in Hooks)
        {
            app.MapPost($"/cds-services/{Id}-{hook}", (HttpContext context, IConfiguration settings) => CardAsync(context, hook, settings[PublicAddress] ?? settings["urls"] ?? Unsaid)).ForCallers(ApiScope.Fhir).ExcludeFromDescription();
        }
    }

    private static object Service(string hook) => new
    {
        hook,
        title = "Prescription monitoring look-up",
        description = "Offers a link to the prescription monitoring programme's look-up. Cards hold no history.",
        id = $"{Id}-{hook}",
    };

    private static async Task<IResult> CardAsync(HttpContext context, string hook, string address)
    {
        var (body, problem) = await ApiBody.ReadJsonAsync<JsonObject>(context);
        if (body is null)
        {
            return problem!;
        }

        if (body["hook"] is not JsonValue named || named.ToString() != hook || body["hookInstance"] is null)
        {
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "hook-unreadable", "Send hook and hookInstance as CDS Hooks defines them.");
        }

        return Results.Json(new
        {
            cards = new[]
            {
                new
                {
                    summary = "Look the patient up in the prescription monitoring programme.",
                    indicator = "info",
                    source = new { label = "Prescription monitoring programme" },
                    links = new[] { new { label = "Open the look-up", url = $"{address.Split(';')[0].TrimEnd('/')}/look-up", type = "absolute" } },
                },
            },
        });
    }
}
