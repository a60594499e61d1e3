using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>How long a value may be and which codes came later than their field (domain reference 1.3 and 1.4).</summary>
internal static class AsapLengths
{
    /// <summary>Characters by field, the same in every release that has the field.</summary>
    private static readonly (int Length, SubmittedField[] Fields)[] Same =
    [
        (1, [PatientGender]),
        (2, [
            PharmacyState, PharmacyType, MailOrder, PatientIdQualifier, Species, PatientLocation, SubmittedField.ReportStatus,
            ProductIdQualifier, DosageUnits, TransmissionForm, PartialFill, PaymentType, TreatmentType, DiscountCard,
            PrescriberState, BlankSerialState,
        ]),
        (3, [DaysSupply]),
        (7, [PharmacyNcpdp, DiagnosisCode, PrescriberDeaSuffix]),
        (8, [PatientBirthDate, DateWritten, DateFilled, DateSold]),
        (9, [PharmacyDea, PrescriberDea]),
        (10, [PharmacyNpi, PharmacyChain, PatientSuffix, PatientPhone, PrescriberNpi, PrescriberPhone, PrescriberZip]),
        (11, [Quantity]),
        (15, [SubmittedField.Ndc, Ingredients]),
        (20, [PatientId, BlankSerial]),
        (25, [RxNumber]),
        (30, [PatientMiddleName]),
        (50, [PatientLastName, PatientFirstName, PrescriberLastName, PrescriberFirstName]),
        (55, [PrescriberAddress]),
        (60, [PharmacyName]),
    ];

    /// <summary>Characters by field for 4.2, 4.2A, 4.2B and 5.0.</summary>
    private static readonly (int[] Lengths, SubmittedField[] Fields)[] Different =
    [
        ([2, 2, 2, 4], [RefillsAuthorized, RefillNumber]),
        ([9, 9, 9, 10], [PharmacyZip, PatientZip]),
        ([10, 10, 10, 2], [PatientState]),
        ([20, 20, 35, 35], [PatientCity]),
        ([25, 25, 35, 35], [PharmacyCity]),
        ([35, 35, 55, 55], [PatientAddress]),
        ([0, 100, 15, 11], [QuantityPrescribed]),
    ];

    /// <summary>Characters by element of the segments before any field.</summary>
    private static readonly (AsapSegmentKind Segment, int Element, int Length)[] OfHeader =
    [
        (AsapSegmentKind.Th, 2, 40), (AsapSegmentKind.Is, 1, 10), (AsapSegmentKind.Is, 2, 60), (AsapSegmentKind.Is, 3, 60),
    ];

    private static readonly (SubmittedField Field, int Code, AsapRelease First)[] LaterCodes =
    [
        (PatientIdQualifier, 9, AsapRelease.V42B),
        (PatientIdQualifier, 10, AsapRelease.V42B),
        (PatientIdQualifier, 11, AsapRelease.V50),
        (PatientLocation, 12, AsapRelease.V50),
        (PatientLocation, 13, AsapRelease.V50),
        (ProductIdQualifier, 7, AsapRelease.V50),
        (TransmissionForm, 6, AsapRelease.V42A),
        (TransmissionForm, 9, AsapRelease.V50),
        (TreatmentType, 10, AsapRelease.V42B),
        (TreatmentType, 11, AsapRelease.V42B),
    ];

    private static readonly int[][] ByRelease = [.. Enum.GetValues<AsapRelease>().Select(Lengths)];

    private static readonly int[][][] BySegment =
        [.. Enum.GetValues<AsapRelease>().Select(release => Enum.GetValues<AsapSegmentKind>().Select(kind => Limits(release, kind)).ToArray())];

    /// <summary>The most characters a release allows each element of a segment, from element 1; no limit where an element is not read.</summary>
    public static ReadOnlySpan<int> OfElements(AsapRelease release, AsapSegmentKind segment) => BySegment[(int)release][(int)segment];

    /// <summary>The most characters a release allows a field.</summary>
    public static int Of(AsapRelease release, SubmittedField field) => ByRelease[(int)release][(int)field];

    /// <summary>False for a code that the field has in later releases only.</summary>
    public static bool KnowsCode(AsapRelease release, SubmittedField field, ReadOnlySpan<byte> value)
    {
        if (field == PatientGender)
        {
            return release == AsapRelease.V50 || value is not [(byte)'N' or (byte)'X' or (byte)'n' or (byte)'x'];
        }

        foreach (var later in LaterCodes)
        {
            if (later.Field == field && release < later.First && FieldText.Number(value) == later.Code)
            {
                return false;
            }
        }

        return true;
    }

    private static int[] Limits(AsapRelease release, AsapSegmentKind segment)
    {
        var limits = new int[AsapFields.LastElement(release, segment)];
        Array.Fill(limits, int.MaxValue);
        foreach (var (_, element, length) in OfHeader.Where(h => h.Segment == segment))
        {
            limits[element - 1] = length;
        }

        var fields = AsapFields.InOrder(release, segment);
        for (var i = 0; i < fields.Length; i++)
        {
            limits[i] = fields[i] == None ? limits[i] : Of(release, fields[i]);
        }

        return limits;
    }

    private static int[] Lengths(AsapRelease release)
    {
        var lengths = new int[SubmittedFields.Count];
        foreach (var (length, fields) in Same)
        {
            Array.ForEach(fields, field => lengths[(int)field] = length);
        }

        foreach (var (perRelease, fields) in Different)
        {
            Array.ForEach(fields, field => lengths[(int)field] = perRelease[(int)release]);
        }

        return lengths;
    }
}
