using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PdmpAnalytics.Storage;

/// <summary>Lets a producer go on while its consumer is busy writing what came before.</summary>
internal static class ReadAhead
{
    /// <summary>The same items in the same order; up to <paramref name="items"/> of them are made before they are asked for.</summary>
    /// <param name="source">Enumerated once, on a pool thread; its failure reaches the consumer after the items before it.</param>
    public static async IAsyncEnumerable<T> Of<T>(IAsyncEnumerable<T> source, int items, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var ready = Channel.CreateBounded<T>(items);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var making = Task.Run(() => MakeAsync(source, ready.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in ready.Reader.ReadAllAsync(cancellation))
            {
                yield return item;
            }

            await making;
        }
        finally
        {
            // Also when the consumer stops early: the source must not be in use when what it reads from is disposed.
            await stop.CancelAsync();
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task MakeAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> ready, CancellationToken cancellation)
    {
        try
        {
            await foreach (var item in source.WithCancellation(cancellation))
            {
                await ready.WriteAsync(item, cancellation);
            }
        }
        finally
        {
            ready.Complete();
        }
    }
}
