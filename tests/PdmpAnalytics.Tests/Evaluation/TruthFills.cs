using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Evaluation;

namespace PdmpAnalytics.Tests.Evaluation;

/// <summary>Truth fills with harmless defaults; days are counted from an arbitrary day.</summary>
internal static class TruthFills
{
    public static TruthFill Of(
        int day, int prescriber, int dispenser, int days = 10, DrugClass drugClass = DrugClass.Benzodiazepine) =>
        new(740_000 + day, days, prescriber, prescriber, dispenser, drugClass, (int)drugClass, 1, PaymentType.CommercialInsurance, 5, 37203, 37203, 37203, true, 0);
}
