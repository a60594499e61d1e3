using PdmpAnalytics.Auditing;
using Xunit;

namespace PdmpAnalytics.Tests.Auditing;

public class AuditChainTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void UntouchedChain_HasNoFault() => Assert.Null(FirstFault(Chain(3)));

    [Fact]
    public void ChangedDetail_ShowsAtItsEvent()
    {
        var chain = Chain(3);
        Change(chain[1], nameof(AuditEvent.Detail), "something else");
        Assert.Equal(2, FirstFault(chain)?.Sequence);
    }

    [Fact]
    public void ChangedAndRehashedEvent_ShowsAtTheNext()
    {
        var chain = Chain(3);
        Change(chain[1], nameof(AuditEvent.Actor), "nobody");
        Change(chain[1], nameof(AuditEvent.Hash), AuditChain.HashOf(chain[1]));
        Assert.Equal(3, FirstFault(chain)?.Sequence);
    }

    [Fact]
    public void RemovedEvent_ShowsAsMissing()
    {
        var chain = Chain(3);
        chain.RemoveAt(1);
        Assert.Equal(2, FirstFault(chain)?.Sequence);
    }

    [Fact]
    public void CutOffEnd_ShowsAgainstTheHead()
    {
        var head = new AuditHead();
        var chain = Chain(3);
        head.MoveTo(chain[^1]);
        Assert.Null(AuditChain.CheckEnd(head, 3, chain[2].Hash));
        Assert.Equal(3, AuditChain.CheckEnd(head, 2, chain[1].Hash)?.Sequence);
    }

    [Fact]
    public void TextMovedBetweenFields_ChangesTheHash()
    {
        var a = AuditEvent.After(new AuditHead(), new AuditEntry("ab", "c", "", ""), At);
        var b = AuditEvent.After(new AuditHead(), new AuditEntry("a", "bc", "", ""), At);
        Assert.NotEqual(a.Hash, b.Hash);
    }

    private static List<AuditEvent> Chain(int count)
    {
        var head = new AuditHead();
        var chain = new List<AuditEvent>();
        for (var i = 1; i <= count; i++)
        {
            var link = AuditEvent.After(head, new AuditEntry("ana", "alert.closed", $"alert:{i}", "LowConcern"), At.AddMinutes(i));
            head.MoveTo(link);
            chain.Add(link);
        }

        return chain;
    }

    private static AuditFault? FirstFault(IEnumerable<AuditEvent> chain)
    {
        var (sequence, hash) = (0L, AuditChain.Origin);
        foreach (var link in chain)
        {
            if (AuditChain.Check(link, sequence, hash) is { } fault)
            {
                return fault;
            }

            (sequence, hash) = (link.Sequence, link.Hash);
        }

        return null;
    }

    private static void Change(AuditEvent link, string property, string value) =>
        typeof(AuditEvent).GetProperty(property)!.SetValue(link, value);
}
