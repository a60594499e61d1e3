using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using PdmpAnalytics.Web.Api;
using PdmpAnalytics.Web.Lookup;
using PdmpAnalytics.Web.Messages;

namespace PdmpAnalytics.Web;

/// <summary>
/// What a request that did not work out is answered: a page in plain words for a browser, a problem document for a program, and nothing
/// of an exception, whose text may quote data.
/// </summary>
internal static class Problems
{
    /// <summary>After an exception; a request that could not be read has a status of its own.</summary>
    public static Task AnswerAsync(HttpContext context) => AnswerAsync(
        context,
        context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException unreadable => unreadable.StatusCode,
            { } failure when Unavailability.IsCauseOf(failure) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        });

    /// <summary>For answers without a body, such as 404.</summary>
    public static Task AnswerStatusAsync(StatusCodeContext context) => AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode);

    public static Task AnswerAsync(HttpContext context, int status)
    {
        var message = status == StatusCodes.Status503ServiceUnavailable && context.Request.Path.StartsWithSegments(LookupEndpoints.Address)
            ? Message.NoReport(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()) : Message.Of(status);
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = Unavailability.RetryAfterSeconds;
        }

        if (ApiProblem.IsFor(context.Request))
        {
            return ApiProblem.For(context, status, ApiProblem.CodeOf(status), message.Text).ExecuteAsync(context);
        }

        return WantsPage(context.Request)
            ? new RazorComponentResult<MessagePage>(new { message.Title, message.Text }) { StatusCode = status }.ExecuteAsync(context)
            : Results.Problem(statusCode: status, title: message.Title, detail: message.Text).ExecuteAsync(context);
    }

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
