namespace PdmpAnalytics.Dispensing;

/// <summary>
/// One logical fill as the rules see it: a live version, of a human patient, partial fills merged into one, with drug,
/// prescriber and practice resolved. Days are <see cref="DateOnly.DayNumber"/>. A plain struct in a pooled array: a
/// history is millions of these an hour.
/// </summary>
public struct Fill
{
    /// <summary>Version id of the record (of the first part, when parts were merged).</summary>
    public long DispensationId;

    /// <summary>First covered day: sold, else filled.</summary>
    public int StartDay;

    /// <summary>Last covered day, included; start + days - 1 with days capped to 1..180.</summary>
    public int LastDay;
    public int FilledDay;

    /// <summary>The date sold was reported and can be right: <see cref="StartDay"/> is the day someone took it away.</summary>
    public bool SoldStated;

    /// <summary>0 when not reported or faulty.</summary>
    public int WrittenDay;

    /// <summary><see cref="DrugIngredient.Id"/>; -1 for an unknown product.</summary>
    public int IngredientId;
    public DrugClass Class;

    /// <summary>mg per unit; 0 unknown.</summary>
    public double StrengthMg;
    public double Quantity;

    /// <summary>mg a day: quantity x strength / days; 0 when the strength is unknown.</summary>
    public double DailyMg;

    /// <summary>Diazepam equivalents a day in mg, by the chosen set.</summary>
    public double DailyDme;

    /// <summary>Lorazepam equivalents a day in mg, by the chosen set.</summary>
    public double DailyLme;

    /// <summary>Morphine equivalents a day in mg, by the chosen set; 0 for treatment medication.</summary>
    public double DailyMme;

    /// <summary>The person who wrote: an identity cluster over NPI, DEA and DEA suffix (6.0.4).</summary>
    public int PrescriberId;

    /// <summary>The location cluster this fill counts for (6.0.4).</summary>
    public int PracticeId;
    public int DispenserId;

    /// <summary>Same chain within ten miles counts once (pharmacyAdj of 6.0.4); equals no dispenser id, only other groups.</summary>
    public int DispenserGroupId;

    /// <summary>Position of the prescriber, practice and dispenser group among this patient's own, from 0: for counts in small arrays.</summary>
    public ushort LocalPrescriber;

    /// <inheritdoc cref="LocalPrescriber"/>
    public ushort LocalPractice;

    /// <inheritdoc cref="LocalPrescriber"/>
    public ushort LocalDispenserGroup;
    public long RxKey;

    /// <summary>0 for a whole fill, else the number of the first part (DSP13).</summary>
    public byte PartialFill;

    /// <summary>How many records were merged into this fill, 1 for most.</summary>
    public short Parts;
    public short FillNumber;
    public short RefillsAuthorized;
    public PaymentType Payment;
    public byte TransmissionForm;
    public FillContext Context;
    public RecordQuality Quality;
    public int PatientZip;

    /// <summary>Age in whole years on the day of the fill; -1 unknown.</summary>
    public short PatientAge;

    /// <summary>ZIP of the address the prescription was written at; 0 unknown.</summary>
    public int PrescriberZip;

    /// <summary>The prescriber was submitted without a DEA number: a fault of <see cref="RecordQuality.PrescriberDea"/> is that it is missing.</summary>
    public bool PrescriberWithoutDea;

    /// <summary>Covered days, 1 to 180.</summary>
    public readonly int Days => LastDay - StartDay + 1;

    public readonly bool Covers(int day) => day >= StartDay && day <= LastDay;

    /// <summary>Days both fills cover; 0 when they do not meet.</summary>
    public readonly int DaysSharedWith(in Fill other) =>
        Math.Max(0, Math.Min(LastDay, other.LastDay) - Math.Max(StartDay, other.StartDay) + 1);

    public readonly bool Has(FillContext context) => (Context & context) != 0;

    public readonly bool Faulty(RecordQuality fields) => (Quality & fields) != 0;

    /// <summary>Paid privately without a discount card.</summary>
    public readonly bool IsCash => Payment == PaymentType.PrivatePay && !Has(FillContext.DiscountCard);
}
