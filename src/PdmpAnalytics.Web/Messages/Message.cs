using System.Globalization;

namespace PdmpAnalytics.Web.Messages;

/// <summary>What a status means to the person who meets it, and what to do next.</summary>
internal sealed record Message(string Title, string Text)
{
    /// <summary>At the counter, where silence would be read as an answer.</summary>
    public static Message NoReport(DateTimeOffset at) => new(
        string.Create(CultureInfo.InvariantCulture, $"Not available, as of {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC."),
        "No report was made, which says nothing about the patient. Look up again in half a minute, or go by your programme's rule for outages.");

    public static Message Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new("The page was too old.", "Go back, load the page again, and repeat what you did."),
        StatusCodes.Status401Unauthorized => new("You are signed out.", "Sign in, then try again."),
        StatusCodes.Status403Forbidden => new("Your roles do not cover this.", "The attempt has been noted. Ask an administrator if you need it for your work."),
        StatusCodes.Status404NotFound => new("There is nothing here.", "The address may be mistyped, or what it led to is gone."),
        StatusCodes.Status429TooManyRequests => new("Too many attempts.", "Wait a minute, then try again."),
        StatusCodes.Status500InternalServerError => new("That did not work.", "The fault is ours and has been logged; nothing was changed by half. Try again, and tell an administrator if it stays."),
        StatusCodes.Status503ServiceUnavailable => new("The database does not answer.", "Nothing was lost. Try again in a minute."),
        _ => new("That did not work.", "Try again, and tell an administrator if it stays."),
    };
}
