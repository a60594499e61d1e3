using Microsoft.Extensions.Configuration;
using PdmpAnalytics.Lookup;
using PdmpAnalytics.Lookup.Oversight;
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

    [Fact]
    public void ThresholdsOfSigns_AreReadByName_FromTheOneConfiguration()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Lookup:State"] = "MN", ["Lookup:TimeZone"] = "America/Chicago", ["Lookup:Access:NightFromHour"] = "23", ["Lookup:Access:nighttohour"] = "4",
            ["Lookup:Access:UnfilledShare"] = "0.75", ["Lookup:Access:VolumePatients"] = "40",
        }).Build();

        var access = LookupSettings.From(settings).Value.Access;

        Assert.Equal(
            new AccessOptions { TimeZone = "America/Chicago", NightFromHour = 23, NightToHour = 4, UnfilledShare = 0.75, VolumePatients = 40 }, access);
    }

    [Theory]
    [InlineData("NightFromHour", "24", "must be a whole number from 0 to 23.")]
    [InlineData("NightFromHour", "5", "must differ: the night would have no hour.")]
    [InlineData("HabitDays", "0", "must be a whole number from 7 to 366.")]
    [InlineData("NightWorkShare", "1.01", "must be a number from 0 to 1.")]
    [InlineData("VolumeTimesPeers", "-1", "must be a number from 1 to 100.")]
    [InlineData("Emergencies", "2.5", "must be a whole number from 2 to 1000.")]
    [InlineData("RareSurnameShare", "rare", "must be a number from 0 to 1.")]
    [InlineData("Night", "22", "is not a setting.")]
    public void ThresholdThatMakesNoSense_IsComplainedOfByName(string name, string value, string complaint)
    {
        var refusal = LookupOptions.Read(new Dictionary<string, string?>(), new Dictionary<string, string?> { [name] = value }).Refusal;

        Assert.StartsWith($"Lookup:Access:{name} ", refusal?.Message, StringComparison.Ordinal);
        Assert.EndsWith(complaint, refusal?.Message, StringComparison.Ordinal);
    }

    /// <summary>Every threshold can be set: one that is added later is not forgotten.</summary>
    [Fact]
    public void EveryThreshold_IsASetting()
    {
        var names = typeof(AccessOptions).GetProperties().Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(double)).Select(p => p.Name).ToList();

        Assert.Equal(18, names.Count);
        Assert.All(names, name => Assert.Contains(
            "must be", LookupOptions.Read(new Dictionary<string, string?>(), new Dictionary<string, string?> { [name] = "x" }).Refusal?.Message, StringComparison.Ordinal));
    }

    private static Result<LookupOptions> Read(params (string Name, string? Value)[] settings) => LookupOptions.Read(settings.ToDictionary(s => s.Name, s => s.Value));
}
