using System.Text;
using Spectre.Console;

namespace PdmpAnalytics.Cli;

/// <summary>
/// Where a command writes: answers to standard output, everything else to standard error. Colour and tables only where a
/// person looks on (a terminal, and <c>NO_COLOR</c> not set).
/// </summary>
internal sealed class Terminal
{
    /// <summary>Width of text that goes to a file or a pipe.</summary>
    public const int PipedWidth = 100;

    private Terminal(IAnsiConsole console, TextWriter data, TextWriter notes, bool outIsTerminal, bool errorIsTerminal)
    {
        Console = console;
        Data = data;
        Notes = notes;
        OutIsTerminal = outIsTerminal;
        ErrorIsTerminal = errorIsTerminal;
    }

    /// <summary>Standard output with colours; on a pipe the same text without.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Standard output as it is.</summary>
    public TextWriter Data { get; }

    /// <summary>Standard error as it is.</summary>
    public TextWriter Notes { get; }

    public bool OutIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    public int Width => Console.Profile.Width;

    public static Terminal Open()
    {
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var outIsTerminal = !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = outIsTerminal && colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = outIsTerminal && colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(System.Console.Out),
        });
        console.Profile.Capabilities.Unicode = true;
        if (!outIsTerminal)
        {
            console.Profile.Width = PipedWidth;
        }

        return new Terminal(console, System.Console.Out, System.Console.Error, outIsTerminal, !System.Console.IsErrorRedirected);
    }

    /// <summary>A remark for the person at the keyboard.</summary>
    public void Note(string text) => Notes.WriteLine(text);

    /// <summary>Why the command did not do what was asked, and what to do about it.</summary>
    public void Error(string text)
    {
        if (ErrorIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
        {
            Notes.WriteLine($"\u001b[31merror:\u001b[0m {text}");
        }
        else
        {
            Notes.WriteLine($"error: {text}");
        }
    }
}
