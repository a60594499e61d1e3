using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PdmpAnalytics.Accounts;
using PdmpAnalytics.Auditing;
using PdmpAnalytics.Lookup.Disclosure;
using PdmpAnalytics.Lookup.Resolutions;

namespace PdmpAnalytics.Web.Api;

/// <summary>A pharmacy's own notes on how it resolved what stood out.</summary>
internal static class ResolutionApi
{
    private const string KeyHeader = "Idempotency-Key";

    public static void MapResolutionApi(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/api/v1/resolutions");
        notes.MapPost("", AddAsync).ForCallers(ApiScope.Resolution).AddEndpointFilter(WithUserAsync)
            .Accepts<ResolutionBody>("application/json", "*/*").Produces<ResolutionReply>(201)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Keeps a note. The header Idempotency-Key names the request, so that it counts once.");
        notes.MapGet("", PageAsync).ForCallers(ApiScope.Resolution).AddEndpointFilter(WithUserAsync).Produces<ResolutionPage>().WithSummary("The pharmacy's notes, newest first, page by page.");
        notes.MapGet("/{id:guid}", FindAsync).ForCallers(ApiScope.Resolution).AddEndpointFilter(WithUserAsync).Produces<ResolutionReply>().Produces(304).ProducesProblem(404)
            .WithSummary("One note in its newest version, with its ETag.");
        notes.MapPut("/{id:guid}", CorrectAsync).ForCallers(ApiScope.Resolution).AddEndpointFilter(WithUserAsync)
            .Accepts<ResolutionBody>("application/json", "*/*").Produces<ResolutionReply>()
            .ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428)
            .WithSummary("A corrected version. The header If-Match says which version was read.");
    }

    private static async Task<IResult> AddAsync(HttpContext context, ResolutionService resolutions)
    {
        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length is 0 or > ResolutionService.LongestIdempotencyKey || key.Any(char.IsControl))
        {
            return ApiProblem.Of(
                StatusCodes.Status400BadRequest, "idempotency-key", $"Send a header {KeyHeader} of at most {ResolutionService.LongestIdempotencyKey} characters, another for each note.");
        }

        var (body, problem) = await ApiBody.ReadJsonAsync<ResolutionBody>(context);
        if (body is null)
        {
            return problem!;
        }

        var added = await resolutions.AddAsync(body.ToDraft(), By(context), key, context.RequestAborted);
        if (added.Refusal is { } refusal)
        {
            return ApiProblem.Of(refusal);
        }

        context.Response.Headers.ETag = TagOf(added.Value);
        return Results.Created($"/api/v1/resolutions/{added.Value.Id:D}", ResolutionReply.Of(added.Value));
    }

    private static async Task<IResult> PageAsync(HttpContext context, ResolutionService resolutions, AuditLog audit, int page = 1, int size = 25)
    {
        if (page < 1 || size is < 1 or > 100)
        {
            return ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "page-out-of-range", "page is from 1, size from 1 to 100.");
        }

        var (notes, total) = await resolutions.PageAsync(By(context), page, size, context.RequestAborted);
        await audit.AppendAsync(new AuditEntry(By(context).Account, "resolution.read", "resolutions", $"notes={notes.Count}{By(context).UserDetail}"), context.RequestAborted);
        return Results.Ok(new ResolutionPage(page, size, total, [.. notes.Select(ResolutionReply.Of)]));
    }

    private static async Task<IResult> FindAsync(Guid id, HttpContext context, ResolutionService resolutions, AuditLog audit)
    {
        if (await resolutions.FindAsync(id, By(context), context.RequestAborted) is not { } note)
        {
            return NoSuchNote();
        }

        await audit.AppendAsync(new AuditEntry(By(context).Account, "resolution.read", $"resolution:{id:D}", By(context).UserDetail.TrimStart(';')), context.RequestAborted);
        context.Response.Headers.ETag = TagOf(note);
        return IsKnown(context.Request, TagOf(note)) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Ok(ResolutionReply.Of(note));
    }

    private static async Task<IResult> CorrectAsync(Guid id, HttpContext context, ResolutionService resolutions)
    {
        if (context.Request.Headers.IfMatch.ToString() is not { Length: > 2 } tag || !int.TryParse(tag.Trim('"'), CultureInfo.InvariantCulture, out var version))
        {
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired, "if-match-missing", "Send the note's ETag as If-Match.");
        }

        var (body, problem) = await ApiBody.ReadJsonAsync<ResolutionBody>(context);
        if (body is null)
        {
            return problem!;
        }

        var corrected = await resolutions.CorrectAsync(id, version, body.ToDraft(), By(context), context.RequestAborted);
        if (corrected.Refusal is { } refusal)
        {
            return refusal.Reason == RefusalReason.Stale
                ? ApiProblem.Of(StatusCodes.Status412PreconditionFailed, "changed-since", refusal.Message)
                : ApiProblem.Of(refusal);
        }

        context.Response.Headers.ETag = TagOf(corrected.Value);
        return Results.Ok(ResolutionReply.Of(corrected.Value));
    }

    private static ProblemHttpResult NoSuchNote() => ApiProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is no such note of this pharmacy.");

    private static string TagOf(ResolutionNote note) => $"\"{note.Version}\"";

    /// <summary>If-None-Match: a list, weak or not, or <c>*</c> (RFC 9110, 13.1.2: compared weakly).</summary>
    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == tag || known.Equals(EntityTagHeaderValue.Any));

    /// <summary>The note is signed by the person whom the header names. A delegate signs none.</summary>
    private static async ValueTask<object?> WithUserAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var (inquiry, fault) = ApiUser.Put(context, ApiSetup.InquiryOf(context, QueryPurpose.Dispensing, "api"), null);
        if (inquiry is null)
        {
            return PatientApi.Faulty(fault!);
        }

        if (inquiry.Role == InquiryRightsService.DelegateRole)
        {
            return ApiProblem.Of(StatusCodes.Status403Forbidden, "not-allowed", "Who answers for dispensing writes and reads notes; a delegate does not.");
        }

        context.Items[typeof(Inquiry)] = inquiry;
        return await next(invocation);
    }

    private static Inquiry By(HttpContext context) => (Inquiry)context.Items[typeof(Inquiry)]!;
}
