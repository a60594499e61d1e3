using System.Threading.Channels;
using PdmpAnalytics.Patients;

namespace PdmpAnalytics.Ingestion;

/// <summary>
/// Reads and checks on a thread of its own while the caller writes. Three batches go round: one being filled, one waiting, one
/// being written; memory does not grow with the file.
/// </summary>
internal sealed class BatchReader(SubmissionReader reader, RecordChecks checks, int batchSize, Func<long> bytesRead)
{
    private const int Batches = 3;
    private readonly Channel<RecordBatch> _free = Channel.CreateBounded<RecordBatch>(Batches);
    private readonly Channel<RecordBatch> _ready = Channel.CreateBounded<RecordBatch>(Batches);

    private int _transactions;
    private Identities<SubmittedPatient>? _patients;
    private bool[] _prepared = [];

    /// <summary>Hands every batch to <paramref name="write"/>, in file order.</summary>
    public async Task RunAsync(Func<RecordBatch, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Batches; i++)
        {
            await _free.Writer.WriteAsync(new RecordBatch(batchSize), cancellationToken);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAsync(stop.Token), stop.Token);
        try
        {
            await foreach (var batch in _ready.Reader.ReadAllAsync(cancellationToken))
            {
                await write(batch, cancellationToken);
                await _free.Writer.WriteAsync(batch, cancellationToken);
            }
        }
        finally
        {
            // The file must not be read any more once the caller closes it.
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool more;
            do
            {
                var batch = await _free.Reader.ReadAsync(cancellationToken);
                checks.Begin(batch);
                more = Fill(batch);
                TakeTransactions(batch);
                PrepareKeys(batch);
                batch.BytesRead = bytesRead();
                await _ready.Writer.WriteAsync(batch, cancellationToken);
            }
            while (more);
            _ready.Writer.Complete();
        }
        catch (Exception fault)
        {
            _ready.Writer.Complete(fault);
            throw;
        }
    }

    /// <summary>Works out the keys of new patients here, where there is time, and not in the writer's.</summary>
    private void PrepareKeys(RecordBatch batch)
    {
        if (!ReferenceEquals(_patients, batch.Patients))
        {
            (_patients, _prepared) = (batch.Patients, new bool[batch.Patients.Count]);
        }

        if (_prepared.Length < _patients.Count)
        {
            Array.Resize(ref _prepared, Math.Max(_patients.Count, _prepared.Length * 2));
        }

        foreach (ref readonly var record in batch.Records.AsSpan(0, batch.Count))
        {
            if (!_prepared[record.Patient])
            {
                _prepared[record.Patient] = true;
                batch.NewPatients.Add(record.Patient, KeyedParticulars.Of(PatientChecks.Particulars(_patients.TextOf(record.Patient))));
            }
        }
    }

    /// <summary>The reader's list grows while a batch is written, so each batch carries its own.</summary>
    private void TakeTransactions(RecordBatch batch)
    {
        for (; _transactions < reader.Transactions.Count; _transactions++)
        {
            batch.NewTransactions.Add(reader.Transactions[_transactions]);
        }
    }

    private bool Fill(RecordBatch batch)
    {
        while (!batch.IsFull)
        {
            if (!reader.Read(out var malformed))
            {
                return false;
            }

            if (malformed is { } code)
            {
                checks.AddMalformed(reader.Record, code);
            }
            else
            {
                checks.Add(reader.Record, reader.Transactions[reader.Record.Transaction - 1]);
            }
        }

        return true;
    }
}
