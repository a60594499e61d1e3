using System.Reflection;
using PdmpAnalytics.Detection;
using PdmpAnalytics.Detection.Scoring;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.TestKit;
using Xunit;

namespace PdmpAnalytics.Tests.Detection.Scoring;

/// <summary>No feature is taken from race, ethnicity, name, sex or a disability payer (domain reference 4.5); age only chooses the peers.</summary>
public class ProtectedTraitsTests
{
    private static readonly string[] Traits = ["race", "ethnic", "sex", "gender", "name", "disab"];

    [Fact]
    public void Rows_FeaturesAreMadeOf_HoldNoSuchTrait()
    {
        var members = typeof(DispensationRow).GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Concat(typeof(Fill).GetMembers(BindingFlags.Public | BindingFlags.Instance))
            .Where(m => m is FieldInfo or PropertyInfo)
            .ToList();

        Assert.NotEmpty(members);
        Assert.DoesNotContain(members, m => Traits.Any(trait => m.Name.Contains(trait, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Compute_AnotherAge_IsTheSame() => AssertUnchanged(row => row with { PatientAge = (short)(row.PatientAge / 2 + 9) });

    [Theory]
    [InlineData(PaymentType.Medicaid)]
    [InlineData(PaymentType.Medicare)]
    [InlineData(PaymentType.WorkersCompensation)]
    public void Compute_AnotherPublicPayer_IsTheSame(PaymentType payer) => AssertUnchanged(row =>
        row.Payment == PaymentType.CommercialInsurance ? row with { Payment = payer } : row);

    private static void AssertUnchanged(Func<DispensationRow, DispensationRow> change)
    {
        var features = new PatientFeatures();
        for (var seed = 0; seed < 100; seed++)
        {
            var history = RandomHistory.Of(seed);
            var asOf = History.Day(500);
            var before = features.Compute(history.AsOf(asOf), history.Reference, PopulationReference.None).ToArray();

            Assert.Equal(before, features.Compute(history.Load(history.Rows.Select(change), asOf), history.Reference, PopulationReference.None).ToArray());
        }
    }
}
