using PdmpAnalytics.Review.Referral;
using Xunit;

namespace PdmpAnalytics.Tests.Review.Referral;

public class PacketTests
{
    private static readonly PacketContent Packet = new(
        7, 3, new DateOnly(2026, 5, 31), "ana", new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero), "patient", 12,
        [new(40, "SM<I>TH", "JOHN", new DateOnly(1970, 2, 3), "M", "1 ELM ST", "ST PAUL", "MN", "55101")],
        [new("PS-03", "multiple-providers", 1, "high", new DateOnly(2026, 1, 1), new DateOnly(2026, 5, 1), "5 practices & 5 pharmacies.", "4 practices.", "practices=5", "none", [1, 2])],
        [
            new(1, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 30), "clonazepam 1 mg", 60, 30, "R1", "DOE, ANN", "PHARMACY A", "Cash", true) { RecordId = 40 },
            new(2, new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 2), "clonazepam 1 mg", 60, 30, "R2", "ROE, BOB", "PHARMACY B", "Cash", true) { RecordId = 40 },
            new(3, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 30), "clonazepam 1 mg", 60, 30, "R3", "DOE, ANN", "PHARMACY A", "Cash", false) { RecordId = 40 },
        ],
        FillsWithheld: 1, FindingsWithheld: 0);

    [Fact]
    public void Json_ReadsBackToTheSameText()
    {
        var json = PacketJson.Write(Packet);
        Assert.Equal(json, PacketJson.Write(PacketJson.Read(json)));
        Assert.DoesNotContain('\r', json);
    }

    [Fact]
    public void Html_NeedsNothingElse_AndEscapesWhatWasSubmitted()
    {
        var html = PacketHtml.Write(Packet, "abc");
        Assert.Contains("SM&lt;I&gt;TH", html, StringComparison.Ordinal);
        Assert.Contains("5 practices &amp; 5 pharmacies.", html, StringComparison.Ordinal);
        Assert.Contains("42 CFR Part 2", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Letter_NamesThePrescribersOwnCountedFills()
    {
        var letter = PrescriberLetter.Compose(Packet, "DOE, ANN", PrescriberLetter.DefaultTemplate, new DateOnly(2026, 6, 2)).Value;
        Assert.Contains("prescriber of this fill:", letter, StringComparison.Ordinal);
        Assert.Contains("  2026-01-01  clonazepam 1 mg, 60 for 30 days", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-03-01", letter, StringComparison.Ordinal);
        Assert.Contains("2 prescribers and 2 pharmacies between 2026-01-01 and 2026-02-01", letter, StringComparison.Ordinal);
        Assert.DoesNotContain('{', letter);
    }

    /// <summary>What others submitted under another name is nothing that this prescriber should read.</summary>
    [Fact]
    public void Letter_NamesThePatientAsItsOwnFillsDo()
    {
        var alias = Packet.Identities[0] with { RecordId = 41, LastName = "ALIAS" };
        var packet = Packet with { Identities = [.. Packet.Identities, alias] };
        Assert.Contains("SM<I>TH", PrescriberLetter.Compose(packet, "DOE, ANN", PrescriberLetter.DefaultTemplate, default).Value, StringComparison.Ordinal);

        var other = packet with { Fills = [packet.Fills[0], packet.Fills[0] with { Id = 4, RecordId = 41 }], Identities = [Packet.Identities[0], alias with { BirthDate = new DateOnly(1971, 2, 3) }] };
        Assert.Equal(RefusalReason.WrongState, PrescriberLetter.Compose(other, "DOE, ANN", PrescriberLetter.DefaultTemplate, default).Refusal?.Reason);
    }

    [Fact]
    public void LetterToSomebodyElse_OrFromAnUnknownPlaceholder_IsRefused()
    {
        Assert.Equal(RefusalReason.Incomplete, PrescriberLetter.Compose(Packet, "POE, CAL", PrescriberLetter.DefaultTemplate, default).Refusal?.Reason);
        Assert.Contains("{colour}", PrescriberLetter.Compose(Packet, "DOE, ANN", "Dear {colour}", default).Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packet_PrintsNothingPersonal() =>
        Assert.DoesNotContain("SM", $"{Packet} {Packet.Identities[0]} {Packet.Fills[0]}", StringComparison.Ordinal);
}
