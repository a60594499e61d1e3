using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks what was dispensed: E114 to E117.</summary>
internal sealed class ProductChecks(KnownProducts products)
{
    /// <summary>DSP07: National Drug Code.</summary>
    private const int NdcQualifier = 1;

    /// <summary>DSP07: compound, whose ingredients follow in CDI segments.</summary>
    private const int CompoundQualifier = 6;

    public static readonly SubmittedField[] Fields = [ProductIdQualifier, SubmittedField.Ndc];

    public SubmittedProduct Check(SubmittedRecord record)
    {
        var faults = new List<IdentityFault>();
        var code = record[SubmittedField.Ndc];
        var qualifierText = record[ProductIdQualifier];
        var qualifier = qualifierText.IsEmpty ? NdcQualifier : FieldText.Number(qualifierText);
        Dispensing.Ndc ndc = default;
        switch (qualifier)
        {
            case NdcQualifier when products.TryRead(code, out ndc):
                break;
            case NdcQualifier:
            case < 1 or > 7:
                faults.Add(new(SubmissionErrorCode.ProductCodeInvalid, SubmittedField.Ndc));
                break;
            case CompoundQualifier:
                faults.Add(new(SubmissionErrorCode.CompoundWithoutIngredients, ProductIdQualifier));
                if (!code.StartsWith("99999"u8))
                {
                    faults.Add(new(SubmissionErrorCode.CompoundCode, SubmittedField.Ndc));
                }

                break;
        }

        var known = ndc.IsEmpty ? null : products.Find(ndc);
        if (known is null && faults.Count == 0)
        {
            faults.Add(new(SubmissionErrorCode.ProductUnknown, SubmittedField.Ndc));
        }

        IdentityFaults.AddUnclean(faults, record, Fields);
        return new SubmittedProduct
        {
            Faults = faults,
            IsUsable = IdentityFaults.AllowLoading(faults),
            Quality = known is null ? RecordQuality.Product : RecordQuality.Sound,
            Qualifier = (byte)Math.Clamp(qualifier, 0, 99),
            Code = ndc.IsEmpty ? FieldText.Upper(code) : ndc.ToString(),
            Known = known,
        };
    }
}
