using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Detection.Population;

/// <summary>One live record as rules over a dispenser's own records see it. Days are <see cref="DateOnly.DayNumber"/>; 0 is not reported.</summary>
public sealed record DispenserFill
{
    public required long DispensationId { get; init; }
    public required long PatientId { get; init; }
    public required int FilledDay { get; init; }
    public int WrittenDay { get; init; }

    /// <summary>DSP02 as reported, and its hash, by which equal numbers are found.</summary>
    public required string RxNumber { get; init; }
    public required long RxKey { get; init; }

    /// <summary><see cref="DrugIngredient.Id"/>; -1 for an unknown product.</summary>
    public required int IngredientId { get; init; }

    /// <summary>mg per unit; 0 unknown.</summary>
    public double StrengthMg { get; init; }
    public DrugSchedule Schedule { get; init; }

    /// <summary>Identity cluster (6.0.4).</summary>
    public required int PrescriberId { get; init; }
    public short FillNumber { get; init; }

    /// <summary>-1 not reported.</summary>
    public short RefillsAuthorized { get; init; } = -1;
    public byte PartialFill { get; init; }
    public double Quantity { get; init; }

    /// <summary>DSP22; null not reported.</summary>
    public double? QuantityPrescribed { get; init; }
    public PaymentType Payment { get; init; }
    public FillContext Context { get; init; }
    public RecordQuality Quality { get; init; }

    /// <summary>Five digits; 0 unknown.</summary>
    public int PatientZip { get; init; }

    /// <summary>Paid privately without a discount card.</summary>
    public bool IsCash => Payment == PaymentType.PrivatePay && (Context & FillContext.DiscountCard) == 0;

    /// <summary>The version's id only.</summary>
    public override string ToString() => $"dispensation {DispensationId}";
}

/// <summary>Everything one dispenser filled, in any order.</summary>
/// <param name="DispenserId">Row id in the store.</param>
/// <param name="Fills">Live records of people, up to the day judged.</param>
public sealed record DispenserFills(int DispenserId, IReadOnlyList<DispenserFill> Fills);
