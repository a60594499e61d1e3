using System.Linq.Expressions;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Lookup;

/// <summary>
/// Tells which fills opioid treatment programs reported, whose records 42 CFR Part 2 protects. A program says so itself (PHA14 = 05, from ASAP 5.0 on), or
/// the programme lists it; and methadone against opioid dependence (DSP24 = 02) comes from programs alone (21 CFR 1306.07, 42 CFR 8.11). Pure.
/// </summary>
internal sealed class TreatmentProgram(LookupOptions options)
{
    /// <summary>PHA14.</summary>
    private const byte TypeOfProgram = 5;

    /// <summary>DSP24: for opioid dependency.</summary>
    private const byte ForDependence = 2;

    private const string DispensedByProgramsAlone = "methadone";

    private readonly List<string> _listed = [.. options.TreatmentPrograms];

    /// <summary>A fill with its dispenser and product that came from a program.</summary>
    public bool Reported(Dispensation fill, Dispenser dispenser, DrugProduct product) =>
        dispenser.Type == TypeOfProgram
        || (dispenser.Dea is { } dea && _listed.Contains(dea)) || (dispenser.Npi is { } npi && _listed.Contains(npi))
        || (fill.TreatmentType == ForDependence && product.Ingredient == DispensedByProgramsAlone);

    /// <summary>The dispensers that are programs, for a query.</summary>
    public Expression<Func<Dispenser, bool>> Dispensers
    {
        get
        {
            var listed = _listed;
            return d => d.Type == TypeOfProgram || (d.Dea != null && listed.Contains(d.Dea)) || (d.Npi != null && listed.Contains(d.Npi));
        }
    }

    /// <summary>The products that programs alone dispense against dependence, for a query.</summary>
    public static Expression<Func<DrugProduct, bool>> Products => p => p.Ingredient == DispensedByProgramsAlone;

    /// <summary>DSP24 of a fill against dependence.</summary>
    public static byte Dependence => ForDependence;
}
