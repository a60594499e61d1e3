using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection;

/// <summary>
/// Which patients that no rule queues are queued for review all the same: what reviewers find among them says what the line misses.
/// Drawn by a hash of patient and seed alone, so that a night, a night done again and judging everybody at once draw the same people.
/// </summary>
/// <param name="Share">0 to 1 of the patients below the line; 0 draws nobody.</param>
/// <param name="Seed">Another one draws other people.</param>
public sealed record BlindSample(double Share, int Seed)
{
    /// <summary>
    /// Days that a recall looks back for what the queue brought, and after which a panel is old: what began since in people who were
    /// concluded once is not seen (our choice, 2026-11-22). 30 or more.
    /// </summary>
    public int WindowDays { get; init; } = 365;

    private const int ShortestWindow = 30;

    /// <summary>Stands for the seed of whoever was drawn before seeds were written down: no setting can have it.</summary>
    public const int BeforeSeeds = -1;

    /// <summary>
    /// More would be no sample (our choice, 2026-11-22). Domain reference 4.5 names 5 %; a state of a million patients reviews a
    /// thousandth in a year.
    /// </summary>
    public const double LargestShare = 0.5;

    /// <summary>Nobody: a review costs a person's time, so a programme says itself how many it can spend (our choice, 2026-11-22).</summary>
    public static BlindSample None { get; } = new(0, 1);

    /// <summary>Whether the patient is drawn, should it be below the line.</summary>
    public bool Draws(long patient) =>
        Share > 0 && StableHash.Of("blind sample"u8).With((ulong)Seed).With((ulong)patient).Mixed() < Share * ulong.MaxValue;

    /// <summary>Reads settings by name. Refused with every complaint, one a line; none is replaced by a default.</summary>
    public static Result<BlindSample> Read(IReadOnlyDictionary<string, string?> settings)
    {
        var (sample, complaints) = (None, new List<string>());
        foreach (var (name, text) in settings)
        {
            switch (name.ToUpperInvariant())
            {
                case "SHARE" when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= LargestShare:
                    sample = sample with { Share = share };
                    break;
                case "SEED" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    sample = sample with { Seed = seed };
                    break;
                case "WINDOWDAYS" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= ShortestWindow:
                    sample = sample with { WindowDays = days };
                    break;
                case "SHARE":
                    complaints.Add(string.Create(CultureInfo.InvariantCulture, $"Sample:Share must be a number from 0 to {LargestShare}."));
                    break;
                case "SEED":
                    complaints.Add("Sample:Seed must be a whole number, 0 or more.");
                    break;
                case "WINDOWDAYS":
                    complaints.Add(string.Create(CultureInfo.InvariantCulture, $"Sample:WindowDays must be a number of days, {ShortestWindow} or more."));
                    break;
                default:
                    complaints.Add($"Sample:{name} is not a setting.");
                    break;
            }
        }

        return complaints.Count > 0 ? new Refusal(RefusalReason.Incomplete, string.Join('\n', complaints)) : sample;
    }
}
