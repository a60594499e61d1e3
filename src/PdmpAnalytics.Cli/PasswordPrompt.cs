using System.Text;

namespace PdmpAnalytics.Cli;

/// <summary>Reads a password where nobody else can read it: unseen and twice on a terminal, otherwise the first line of standard input.</summary>
internal static class PasswordPrompt
{
    /// <summary>Null when nothing was typed, or not the same twice.</summary>
    public static async Task<string?> ReadAsync(Terminal terminal, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(cancellation);
        }

        var first = Unseen(terminal, "Password: ");
        if (first.Length > 0 && Unseen(terminal, "The same again: ") == first)
        {
            return first;
        }

        terminal.Error("nothing was typed, or not the same twice.");
        return null;
    }

    private static string Unseen(Terminal terminal, string prompt)
    {
        terminal.Notes.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        terminal.Note("");
        return typed.ToString();
    }
}
