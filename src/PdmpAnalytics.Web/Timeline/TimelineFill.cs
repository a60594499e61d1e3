using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Web.Timeline;

/// <summary>One fill to be drawn. Names stand as given; nothing here names the patient.</summary>
public sealed record TimelineFill
{
    public required SupplyPeriod Supply { get; init; }

    /// <summary>Ingredient and strength.</summary>
    public required string Drug { get; init; }

    /// <summary>Supplies of one class that run at once are shaded.</summary>
    public required DrugClass Class { get; init; }
    public required string Prescriber { get; init; }
    public required string Dispenser { get; init; }

    /// <summary>Units as reported.</summary>
    public required double Quantity { get; init; }
    public string RxNumber { get; init; } = "";
    public PaymentType Payment { get; init; }

    /// <summary>Paid privately without a discount card.</summary>
    public bool IsCash { get; init; }

    /// <summary>From the patient's ZIP to the dispenser's; null when unknown.</summary>
    public double? Miles { get; init; }

    /// <summary>mg lorazepam equivalents a day; 0 for none.</summary>
    public double DailyLme { get; init; }

    /// <summary>mg morphine equivalents a day; 0 for none.</summary>
    public double DailyMme { get; init; }

    /// <summary>A finding counted it.</summary>
    public bool IsEvidence { get; init; }
}

/// <summary>The days a finding is about, both included.</summary>
/// <param name="Label">Short: the rule's id.</param>
/// <param name="Title">The rule's name, and the drugs it is about.</param>
public sealed record TimelineWindow(string Label, string Title, DateOnly FirstDay, DateOnly LastDay);

/// <summary>All that one chart shows.</summary>
public sealed record TimelineContent
{
    /// <summary>In any order.</summary>
    public required IReadOnlyList<TimelineFill> Fills { get; init; }

    /// <summary>The day judged from; what is drawn after it is supply that is in hand already.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Most important first.</summary>
    public IReadOnlyList<TimelineWindow> Windows { get; init; } = [];
    public IReadOnlyList<DoseCurve> Curves { get; init; } = [];

    /// <summary>Every dispenser involved has spoken for the days up to this one; later days may lack fills. Null when not known.</summary>
    public DateOnly? DataThrough { get; init; }
}
