using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Storage;

/// <summary>One thread reads whole patients into blocks, pool threads work on the blocks, results come back in order.</summary>
internal static class HistoryPipeline
{
    /// <summary>Blocks read and not yet handed on; bounds memory.</summary>
    private const int BlocksAhead = 4;

    /// <param name="reader">Read by one thread until its end; stays the caller's.</param>
    /// <param name="work">Called by several threads at once, each with a block of its own.</param>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        IHistoryReader reader, Func<HistoryBlock, T> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = Channel.CreateBounded<Task<T>>(BlocksAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAsync(reader, results.Writer, work, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken))
            {
                yield return await result;
            }

            await reading;
        }
        finally
        {
            // Also when the caller stops early: the reader must not be in use when it is disposed.
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync<T>(
        IHistoryReader reader, ChannelWriter<Task<T>> results, Func<HistoryBlock, T> work, CancellationToken cancellationToken)
    {
        var free = new ConcurrentBag<HistoryBlock>();
        DispensationRow? ahead = null;
        try
        {
            while (true)
            {
                var block = free.TryTake(out var used) ? used : new HistoryBlock();
                if (!block.Fill(reader, ref ahead))
                {
                    return;
                }

                var result = Task.Run(() => Work(block), CancellationToken.None);
                await results.WriteAsync(result, cancellationToken);
            }
        }
        finally
        {
            results.Complete();
        }

        T Work(HistoryBlock block)
        {
            var result = work(block);
            free.Add(block);
            return result;
        }
    }
}
