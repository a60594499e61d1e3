using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace PdmpAnalytics.Cli;

/// <summary>Limits of numbers on the command line, told before anything runs.</summary>
internal static class Require
{
    public static void AtLeast<T>(OptionResult result, Option<T> option, T least)
        where T : INumber<T>
    {
        if (result.Errors.Any() || result.GetValueOrDefault<T>() is not { } value || value >= least)
        {
            return;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be at least {least}."));
    }

    public static void Between<T>(OptionResult result, Option<T> option, T least, T most)
        where T : INumber<T>
    {
        if (result.Errors.Any() || result.GetValueOrDefault<T>() is not { } value || (value >= least && value <= most))
        {
            return;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be between {least} and {most}."));
    }
}
