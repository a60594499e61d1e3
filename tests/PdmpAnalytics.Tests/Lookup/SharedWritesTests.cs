using PdmpAnalytics.Lookup.Disclosure;
using Xunit;

namespace PdmpAnalytics.Tests.Lookup;

/// <summary>Items that come while a write runs are written together by the next; each caller learns of its own item.</summary>
public class SharedWritesTests
{
    [Fact]
    public async Task ItemsThatComeDuringAWrite_ShareTheNext()
    {
        var store = new GatedStore();
        var writes = new SharedWrites<int>(store.WriteAsync);

        var first = writes.WriteAsync(1);
        Task[] later = [writes.WriteAsync(2), writes.WriteAsync(3), writes.WriteAsync(4)];
        Assert.All(later, task => Assert.False(task.IsCompleted));
        store.Open();
        await Task.WhenAll([first, .. later]);

        Assert.Equal([[1], [2, 3, 4]], store.Written);
    }

    [Fact]
    public async Task ItemThatCannotBeWritten_FailsAlone()
    {
        var store = new GatedStore { Refused = 3 };
        var writes = new SharedWrites<int>(store.WriteAsync);

        var first = writes.WriteAsync(1);
        Task[] later = [writes.WriteAsync(2), writes.WriteAsync(3), writes.WriteAsync(4)];
        store.Open();

        await first;
        await later[0];
        await Assert.ThrowsAsync<InvalidOperationException>(() => later[1]);
        await later[2];
        Assert.Equal([[1], [2], [4]], store.Written);
    }

    [Fact]
    public async Task AfterAFailure_TheNextIsWritten()
    {
        var store = new GatedStore { Refused = 1 };
        store.Open();
        var writes = new SharedWrites<int>(store.WriteAsync);

        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.WriteAsync(1));
        await writes.WriteAsync(2);

        Assert.Equal([[2]], store.Written);
    }

    /// <summary>Writes nothing until it is opened, and never a batch with the refused item.</summary>
    private sealed class GatedStore
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int? Refused { get; init; }

        public List<int[]> Written { get; } = [];

        public void Open() => _gate.SetResult();

        public async Task WriteAsync(IReadOnlyList<int> items)
        {
            await _gate.Task;
            if (Refused is { } refused && items.Contains(refused))
            {
                throw new InvalidOperationException("refused");
            }

            Written.Add([.. items]);
        }
    }
}
