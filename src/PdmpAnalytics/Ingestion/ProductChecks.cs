using System.Security.Cryptography;
using PdmpAnalytics.Dispensing;
using static PdmpAnalytics.Ingestion.SubmittedField;

namespace PdmpAnalytics.Ingestion;

/// <summary>Checks what was dispensed: E114 to E117 and E301.</summary>
internal sealed class ProductChecks(KnownProducts products)
{
    /// <summary>DSP07: National Drug Code.</summary>
    private const int NdcQualifier = 1;

    /// <summary>DSP07: compound, whose ingredients follow in CDI segments.</summary>
    private const int CompoundQualifier = 6;

    /// <summary>DSP07: cannabis (5.0), for which a product code is optional.</summary>
    private const int LastQualifier = 7;

    /// <summary>DSP08 has 15 characters; longer codes are kept as a beginning and a hash, so that an index holds them. Our choice, 2026-11-22.</summary>
    private const int MaxCode = 40;

    public static readonly SubmittedField[] Fields = [ProductIdQualifier, SubmittedField.Ndc, Ingredients];

    public SubmittedProduct Check(SubmittedRecord record)
    {
        var faults = new List<IdentityFault>();
        var qualifierText = record[ProductIdQualifier];
        var qualifier = qualifierText.IsEmpty ? NdcQualifier : FieldText.Number(qualifierText);
        IdentityFaults.AddUnclean(faults, record, Fields);
        var (code, known) = qualifier switch
        {
            NdcQualifier => CheckNdc(faults, record[SubmittedField.Ndc]),
            CompoundQualifier => CheckCompound(faults, record),
            _ => CheckOther(faults, record[SubmittedField.Ndc], qualifier),
        };
        return new SubmittedProduct
        {
            Faults = faults,
            IsUsable = IdentityFaults.AllowLoading(faults),
            Quality = known is null ? RecordQuality.Product : RecordQuality.Sound,
            Qualifier = (byte)Math.Clamp(qualifier, 0, 99),
            Code = code,
            Known = known,
        };
    }

    private (string Code, Drug? Known) CheckNdc(List<IdentityFault> faults, ReadOnlySpan<byte> code)
    {
        if (!products.TryRead(code, out var ndc))
        {
            faults.Add(new(SubmissionErrorCode.ProductCodeInvalid, SubmittedField.Ndc));
            return (Bounded(code), null);
        }

        var known = products.Find(ndc);
        if (known is null)
        {
            faults.Add(new(SubmissionErrorCode.ProductUnknown, SubmittedField.Ndc));
        }

        return (ndc.ToString(), known);
    }

    /// <summary>The number a pharmacy gives a compound is its own: the same product only together with the composition.</summary>
    private (string Code, Drug? Known) CheckCompound(List<IdentityFault> faults, SubmittedRecord record)
    {
        var code = record[SubmittedField.Ndc];
        if (!code.StartsWith("99999"u8))
        {
            faults.Add(new(SubmissionErrorCode.CompoundCode, SubmittedField.Ndc));
        }

        if (record[Ingredients].IsEmpty)
        {
            faults.Add(new(SubmissionErrorCode.CompoundWithoutIngredients, ProductIdQualifier));
            return (Bounded(code), null);
        }

        var compound = CompoundIngredients.Read(record[Ingredients], products);
        if (!compound.AreSound)
        {
            faults.Add(new(SubmissionErrorCode.IngredientInvalid, Ingredients));
        }

        var known = compound.ToDrug();
        if (known is null)
        {
            faults.Add(new(SubmissionErrorCode.ProductUnknown, Ingredients));
        }

        return ($"{Bounded(code)}/{compound.Fingerprint}", known);
    }

    private static (string Code, Drug? Known) CheckOther(List<IdentityFault> faults, ReadOnlySpan<byte> code, int qualifier)
    {
        faults.Add(new(
            qualifier is < NdcQualifier or > LastQualifier ? SubmissionErrorCode.ProductCodeInvalid : SubmissionErrorCode.ProductUnknown,
            SubmittedField.Ndc));
        return (Bounded(code), null);
    }

    private static string Bounded(ReadOnlySpan<byte> code)
    {
        var text = FieldText.Upper(code);
        return text.Length <= MaxCode
            ? text
            : $"{text[..(MaxCode - 17)]}/{Convert.ToHexString(SHA256.HashData(code), 0, 8)}";
    }
}
