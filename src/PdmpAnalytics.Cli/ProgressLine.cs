using System.Diagnostics;
using System.Globalization;

namespace PdmpAnalytics.Cli;

/// <summary>
/// Shows on standard error how far a long step is, how fast it goes and how long it will take: one line that redraws itself
/// on a terminal, otherwise a plain line every ten seconds. May be told from any thread.
/// </summary>
internal sealed class ProgressLine(Terminal terminal, string step, string unit) : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _shownAt = TimeSpan.Zero;
    private bool _drawn;

    /// <param name="done">Units finished so far.</param>
    /// <param name="total">Units altogether; null when unknown.</param>
    public void Update(long done, long? total)
    {
        lock (_gate)
        {
            var elapsed = Stopwatch.GetElapsedTime(_start);
            if (elapsed - _shownAt < (terminal.ErrorIsTerminal ? Redraw : PlainLine))
            {
                return;
            }

            _shownAt = elapsed;
            var text = Describe(step, unit, done, total, elapsed);
            if (terminal.ErrorIsTerminal)
            {
                terminal.Notes.Write($"\r\u001b[2K{text}");
                _drawn = true;
            }
            else
            {
                terminal.Notes.WriteLine(text);
            }
        }
    }

    /// <summary>Clears the line, so that the result stands in its place.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_drawn)
            {
                terminal.Notes.Write("\r\u001b[2K");
                _drawn = false;
            }
        }
    }

    /// <summary>For example <c>detect  ████████░░░░  62 %  12,400 of 20,000 patients  8,210/s  0:01 left</c>.</summary>
    internal static string Describe(string step, string unit, long done, long? total, TimeSpan elapsed)
    {
        const int cells = 20;
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        if (total is not > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{step}  {done:N0} {unit}  {rate:N0}/s");
        }

        var share = Math.Clamp(done / (double)total.Value, 0, 1);
        var filled = (int)(share * cells);
        var left = rate > 0 ? TimeSpan.FromSeconds((total.Value - done) / rate) : TimeSpan.Zero;
        var remaining = left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : left.ToString(@"m\:ss", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{step}  {new string('█', filled)}{new string('░', cells - filled)} {share * 100,3:0} %  {done:N0} of {total:N0} {unit}  {rate:N0}/s  {remaining} left");
    }
}
