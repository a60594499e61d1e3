namespace PdmpAnalytics.Web;

/// <summary>What an unexpected failure tells the caller: a status and nothing of the exception, whose text may quote data.</summary>
internal static class Problems
{
    public static Task AnswerAsync(HttpContext context) =>
        Results.Problem(statusCode: StatusCodes.Status500InternalServerError, title: "The request failed. It has been logged.").ExecuteAsync(context);
}
