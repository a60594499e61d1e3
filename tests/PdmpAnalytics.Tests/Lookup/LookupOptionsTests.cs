using PdmpAnalytics.Lookup;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

public class LookupOptionsTests
{
    [Fact]
    public void Settings_AreReadByName()
    {
        var options = Read(
            ("State", "MN"), ("rangedays", "365"), ("AlertDays", "90"), ("NearMiles", "12.5"), ("LateAfterDays", "2"),
            ("TreatmentProgramRoles", "pharmacist, practitioner"), ("KnowledgeServes", "00:01:00"), ("TimeZone", "America/Chicago"),
            ("AnalystsSeeResolutions", "true"), ("TreatmentPrograms", "fp1234563, 1234567893")).Value;

        Assert.Equal(("MN", 365, 90, 12.5, 2, TimeSpan.FromMinutes(1)), (options.State, options.RangeDays, options.AlertDays, options.NearMiles, options.LateAfterDays, options.KnowledgeServes));
        Assert.Equal(("America/Chicago", true), (options.Access.TimeZone, options.AnalystsSeeResolutions));
        Assert.Equal(["pharmacist", "practitioner"], options.TreatmentProgramRoles);
        Assert.Equal(["FP1234563", "1234567893"], options.TreatmentPrograms);
        Assert.Equal(new LookupOptions().RangeDays, Read().Value.RangeDays);
    }

    [Theory]
    [InlineData("State", "Minnesota")]
    [InlineData("RangeDays", "0")]
    [InlineData("RangeDays", "1826")]
    [InlineData("AlertDays", "-1")]
    [InlineData("NearMiles", "far")]
    [InlineData("LateAfterDays", "32")]
    [InlineData("KnowledgeServes", "00:00:00")]
    [InlineData("TimeZone", "Nowhere/Town")]
    [InlineData("AnalystsSeeResolutions", "perhaps")]
    [InlineData("TreatmentPrograms", "FP1234563,FP1234564")]
    [InlineData("TreatmentPrograms", "FP1234563-12")]
    [InlineData("Range", "365")]
    public void ValueThatMakesNoSense_IsComplainedOfByName(string name, string value) =>
        Assert.StartsWith($"Lookup:{name} ", Read((name, value)).Refusal?.Message, StringComparison.Ordinal);

    private static Result<LookupOptions> Read(params (string Name, string? Value)[] settings) => LookupOptions.Read(settings.ToDictionary(s => s.Name, s => s.Value));
}
