using System.Globalization;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Reference;

/// <summary>
/// Reads conversion factors: <c>ingredient,set,kind,factor,source</c>, kind one of mme, dme, lme, set one of CDC2022,
/// CDC2018, CDC2016, VA2021, Ashton2002. A factor without a source is refused.
/// </summary>
public sealed class ConversionFactorReader(DrugCatalog catalog)
{
    private static readonly ReferenceColumn[] Columns =
        [new("ingredient", true), new("set", true), new("kind", true), new("factor", true), new("source", true)];

    public ReferenceRows<ConversionFactor> Read(Func<Stream> open)
    {
        var seen = new HashSet<(string, string, ConversionKind)>();
        return ReferenceTable.ReadAll(open, Columns, table =>
        {
            if (!catalog.TryGetIngredient(table.Text("ingredient"), out var ingredient))
            {
                return Fault(table, ReferenceProblemCode.IngredientUnknown, "ingredient");
            }

            if (Kind(table.Text("kind")) is not { } kind)
            {
                return Fault(table, ReferenceProblemCode.SetUnknown, "kind");
            }

            var set = table.Text("set").ToUpperInvariant();
            if (!ConversionFactor.IsKnown(set, kind))
            {
                return Fault(table, ReferenceProblemCode.SetUnknown, "set");
            }

            if (!double.TryParse(table.Text("factor"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor))
            {
                return Fault(table, ReferenceProblemCode.Number, "factor");
            }

            if (table.Text("source") is not { Length: > 0 } source)
            {
                return Fault(table, ReferenceProblemCode.Blank, "source");
            }

            return seen.Add((ingredient.Name, set, kind))
                ? new ConversionFactor { Ingredient = ingredient.Name, FactorSet = set, Kind = kind, Factor = factor, Source = source }
                : Fault(table, ReferenceProblemCode.Duplicate, "ingredient");
        });
    }

    private static ConversionKind? Kind(string text) => text.ToUpperInvariant() switch
    {
        "MME" => ConversionKind.Mme,
        "DME" => ConversionKind.Dme,
        "LME" => ConversionKind.Lme,
        _ => null,
    };

    private static ConversionFactor? Fault(ReferenceTable table, ReferenceProblemCode code, string column)
    {
        table.Report(code, column);
        return null;
    }
}
