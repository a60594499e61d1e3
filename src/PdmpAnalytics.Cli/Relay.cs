namespace PdmpAnalytics.Cli;

/// <summary>Progress that is passed on at once; the framework's own passes it on later, after the step may have ended.</summary>
internal sealed class Relay<T>(Action<T> pass) : IProgress<T>
{
    public void Report(T value) => pass(value);
}
